// What is on the screen. Only textContent and attributes: nothing here can turn words into markup.

import { LANGUAGES, words } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";

export const at = (id) => document.getElementById(id);

let language = "sv";
let title = "title";

/** The text for `key` in the language chosen. */
export const say = (key, values) => words(language, key, values);

export function setLanguage(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  document.documentElement.dir = LANGUAGES[chosen].dir;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
  }
  for (const button of document.querySelectorAll(".language")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
  }
  document.title = say(title);
}

export function setTitle(key) {
  title = key;
  document.title = say(key);
}

/** Show one screen and put the reader's place there. */
export function show(name) {
  if (document.body.dataset.screen === name && !at(`screen-${name}`).hidden) return;
  for (const screen of document.querySelectorAll(".screen")) screen.hidden = screen.id !== `screen-${name}`;
  document.body.dataset.screen = name;
  at(`screen-${name}`).focus({ preventScroll: true });
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** Say it only when it is new: screen readers read every change. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** The own picture and everything that belongs to it, wherever it is shown. */
export function showOwn(devices) {
  const { camera, stream, problems } = devices;
  for (const video of document.querySelectorAll(".own-video")) {
    const wanted = camera ? stream : null;
    if (video.srcObject !== wanted) video.srcObject = wanted;
    if (wanted) video.play().catch(() => {});
    video.hidden = !camera;
  }
  for (const note of document.querySelectorAll("[data-no-picture]")) note.hidden = Boolean(camera);
  const why = devices.cameraOff ? "cameraOffHere" : problems.camera ? `camera${problems.camera}` : "asking";
  for (const note of document.querySelectorAll("[data-camera-words]")) setText(note, say(why));
  at("own-muted").hidden = !devices.muted && Boolean(devices.microphone);
}

/** The loudness meter, and whether the microphone has heard anybody yet. */
export function showLevel(devices) {
  const level = devices.level();
  for (const fill of document.querySelectorAll("[data-level]")) {
    fill.style.setProperty("--level", String(level ?? 0));
    fill.classList.toggle("heard", devices.heard);
  }
  const key = !devices.microphone ? "" : devices.heard ? "heard" : level === null ? "" : "saySomething";
  for (const target of document.querySelectorAll("[data-meter-words]")) setText(target, key ? say(key) : "");
}

/** Fill the two lists of devices. */
export async function showDevices(devices) {
  const lists = await devices.list();
  for (const kind of ["camera", "microphone"]) {
    const select = at(kind);
    const current = devices[kind]?.getSettings().deviceId ?? "";
    const options = lists[kind].map((device, index) => {
      const option = element("option", "", device.label || say(`${kind}Number`, { number: index + 1 }));
      option.value = device.deviceId;
      option.selected = device.deviceId === current;
      return option;
    });
    if (!devices[kind]) {
      const none = element("option", "", say(kind === "camera" ? "noCameraChosen" : "noMicrophoneChosen"));
      none.value = "";
      none.selected = true;
      options.unshift(none);
    }
    select.replaceChildren(...options);
    select.disabled = options.length < 2;
  }
  const notes = ["camera", "microphone"].filter((kind) => devices.problems[kind]);
  at("device-notes").replaceChildren(
    ...notes.map((kind) => {
      const key = `${kind}${devices.problems[kind]}`;
      const text = element("div", "", element("strong", "", say(key)), element("p", "", say(`${key}Words`)));
      return element("div", "note", icon("circle-alert"), text);
    }),
  );
}

/** A last page: thanks, or why it does not work. */
export function showMessage(key, { tone = "plain", symbol = "circle-alert", again = false } = {}) {
  at("message-badge").className = `badge ${tone}`;
  at("message-icon").setAttribute("href", `#i-${symbol}`);
  setText(at("message-title"), say(key));
  setText(at("message-words"), say(`${key}Words`));
  at("again").hidden = !again;
  show("message");
}
