// The patient's page: own picture first, then one button, the waiting room, the visit, and thanks.

import { Call, epochs } from "./call.js";
import { Devices } from "./devices.js";
import { Line, memory } from "./line.js";
import { playAll, showPeople } from "./people.js";
import { preferredLanguage } from "./texts.js";
import { at, say, setLanguage, setText, setTitle, show, showDevices, showLevel, showMessage, showOwn } from "./view.js";

const LANGUAGE = "visit.language";
const TICKET = /^[A-Za-z0-9_-]{22}$/;
const LEVEL_MS = 80;
const ALONE_MS = 30_000; // a call without a server is over after so long: a connection does not heal any more by then

class Page {
  constructor(ticket) {
    this.ticket = ticket;
    this.phase = "start"; // start, waiting, call, over
    this.host = "";
    this.held = false;
    this.message = null;
    this.unserved = null; // how the page is to end once the call does, when the server has no place for us any more
    this.aloneAt = 0;
    this.devices = new Devices(() => this.#devicesChanged());
    this.call = new Call({
      devices: this.devices,
      say: (name, fields) => this.line?.say(name, fields),
      lineUp: () => Boolean(this.line?.up),
      changed: () => this.#showCall(),
    });
  }

  async begin() {
    this.meter = setInterval(() => showLevel(this.devices), LEVEL_MS);
    const back = !this.ticket && memory.resume !== "";
    if (back) this.phase = "waiting";
    else show("start");
    this.redraw();
    at("connect").disabled = true;
    await this.devices.open();
    at("connect").disabled = false;
    this.redraw();
    if (back) this.connect();
  }

  connect() {
    if (this.line || this.phase === "over") return;
    this.devices.wake();
    setText(at("connect"), say("connecting"));
    at("connect").disabled = true;
    this.line = new Line({
      ticket: this.ticket,
      heard: (message) => this.#hear(message),
      state: () => this.redraw(),
      refused: (why) => this.#refused(why),
    });
    this.line.open();
  }

  leave() {
    this.line?.say("leave");
    this.over("left", { tone: "plain", symbol: "door-open" });
  }

  /** The last page: everything is released, nothing leads back unless `again`. */
  over(key, look = {}) {
    this.phase = "over";
    this.message = [key, look];
    this.call.close();
    this.line?.close();
    this.devices.close();
    clearInterval(this.meter);
    at("leave-dialog").close();
    if (!look.again) {
      memory.resume = "";
      epochs.forget();
    }
    this.redraw();
  }

  /** The server has no place for us (any more): it was started anew, say. A call goes on without it while it carries. */
  #refused(why) {
    const key = { ticket: "used", resume: "gone", taken: "gone", early: "early", lost: "lost" }[why];
    const message = [key, { again: why === "lost" }];
    if (this.phase === "call" && this.call.carries && why !== "taken") {
      this.unserved = message;
      this.redraw();
    } else {
      this.over(...message);
    }
  }

  /** Everything in the language chosen, as things are now. */
  redraw() {
    showOwn(this.devices);
    setText(at("waiting-host"), this.host || say("waitingForNobody"));
    const waiting = this.line && !this.line.up && this.host ? "reconnectingWords" : this.held ? "heldWords" : "waitingWords";
    setText(at("waiting-words"), say(waiting));
    setText(at("call-host"), this.host);
    setText(at("call-title"), say("callTitle", { host: this.host || say("waitingForNobody") }));
    this.#showButtons();
    this.#showCall();
    if (this.phase === "over") showMessage(...this.message);
    else if (this.phase !== "start") show(this.phase);
    setTitle({ waiting: "titleWaiting", call: "titleCall" }[this.phase] ?? "title");
  }

  #hear(message) {
    switch (message.m) {
      case "welcome":
        this.#welcome(message);
        break;
      case "admitted":
        this.phase = "call";
        this.held = false;
        this.call.admitted(message.peers);
        break;
      case "held":
        this.held = true;
        this.#wait();
        break;
      case "denied":
        this.over(`denied_${message.reason}`);
        return;
      case "ended":
        this.over("ended", { tone: "good", symbol: "circle-check" });
        return;
      case "joined":
        this.call.joined(message.peer, message.role);
        break;
      case "left":
        this.call.left(message.peer, message.gone);
        break;
      case "desc":
        this.call.described(message.from, message.epoch, message.type, message.sdp);
        break;
      case "cand":
        this.call.candidate(message.from, message.epoch, message.cand);
        break;
      case "media":
        this.call.media(message.from, message.audio, message.video);
        break;
      case "rejoin":
        this.call.rejoin(message.from);
        break;
    }
    this.redraw();
  }

  #welcome({ state, meets, ice }) {
    this.host = meets;
    this.call.ice = ice.map(({ urls, username, credential }) =>
      username ? { urls, username, credential } : { urls },
    );
    // The ticket is spent: it has no business in the address any more, or in the browser's history.
    history.replaceState(null, "", location.pathname);
    if (state === "denied") this.over("denied_not_now");
    else if (state === "waiting") this.#wait();
  }

  #wait() {
    this.phase = "waiting";
    this.call.close();
    this.devicesOk = null;
    this.#sayReady();
  }

  /** Tell the clinician how our devices are, when that is news. */
  #sayReady() {
    const { camera, microphone } = this.devices;
    const ok = Boolean(camera && microphone);
    if (this.phase !== "waiting" || !this.line?.up || ok === this.devicesOk) return;
    this.devicesOk = ok;
    this.line.say("ready", { devices_ok: ok });
  }

  #devicesChanged() {
    showDevices(this.devices);
    this.call.resend();
    this.#sayReady();
    this.redraw();
  }

  #showButtons() {
    const { camera, muted, microphone } = this.devices;
    const soundOnly = !at("connect").disabled && microphone && !camera;
    setText(at("connect"), say(this.line ? "connecting" : soundOnly ? "connectSoundOnly" : "connect"));
    const silent = muted || !microphone;
    at("mute").setAttribute("aria-pressed", String(silent));
    at("mute").setAttribute("aria-label", say(silent ? "unmute" : "mute"));
    at("mute").disabled = !microphone;
    setText(at("mute-words"), say(silent ? "unmuteShort" : "muteShort"));
    at("mute").querySelector("use").setAttribute("href", silent ? "#i-mic-off" : "#i-mic");
    at("camera-off").setAttribute("aria-pressed", String(!camera));
    at("camera-off").setAttribute("aria-label", say(camera ? "cameraOff" : "cameraOn"));
    setText(at("camera-off-words"), say(camera ? "cameraOffShort" : "cameraOnShort"));
    at("camera-off").querySelector("use").setAttribute("href", camera ? "#i-video" : "#i-video-off");
  }

  #endAlone() {
    const now = performance.now();
    if (this.call.carries) this.aloneAt = now;
    else if (now - this.aloneAt > ALONE_MS) this.over(...this.unserved);
  }

  #showCall() {
    showPeople(this.call.people, () => (at("hear").hidden = false));
    const alone = this.call.people.size === 0 || [...this.call.people.values()].some(({ state }) => state === "lost");
    const lost = this.phase === "call" && !this.line.up && alone;
    setText(at("call-notice"), this.unserved ? say("serverGone") : lost ? say("lineLost") : "");
    if (this.unserved && this.phase === "call") this.#endAlone();
  }
}

function listen(page) {
  at("devices").addEventListener("submit", (event) => {
    event.preventDefault();
    page.connect();
  });
  at("camera").addEventListener("change", (event) => page.devices.choose("camera", event.target.value));
  at("microphone").addEventListener("change", (event) => page.devices.choose("microphone", event.target.value));
  at("mute").addEventListener("click", () => page.devices.mute(!page.devices.muted));
  at("camera-off").addEventListener("click", () => page.devices.turnCamera(!page.devices.camera));
  at("hear").addEventListener("click", () => playAll().then(() => (at("hear").hidden = true)));
  for (const id of ["leave", "leave-waiting"]) at(id).addEventListener("click", () => at("leave-dialog").showModal());
  at("stay").addEventListener("click", () => at("leave-dialog").close());
  at("leave-now").addEventListener("click", () => page.leave());
  at("again").addEventListener("click", () => location.reload());
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => page.devices.wake());
}

function chooseLanguages(redraw) {
  const kept = sessionStorage.getItem(LANGUAGE);
  setLanguage(kept ?? preferredLanguage(navigator.languages));
  for (const button of document.querySelectorAll(".language")) {
    button.addEventListener("click", () => {
      sessionStorage.setItem(LANGUAGE, button.dataset.language);
      setLanguage(button.dataset.language);
      redraw();
    });
  }
}

function capable() {
  return "RTCPeerConnection" in window && "WebSocket" in window && "showModal" in HTMLDialogElement.prototype;
}

function start() {
  const ticket = location.hash.slice(1);
  const refusal = !isSecureContext
    ? "insecure"
    : !capable() || !navigator.mediaDevices?.getUserMedia
      ? "browser"
      : TICKET.test(ticket) || (!ticket && memory.resume)
        ? ""
        : "wrong";
  if (refusal) {
    chooseLanguages(() => showMessage(refusal));
    showMessage(refusal);
    return;
  }
  const page = new Page(ticket);
  chooseLanguages(() => {
    showDevices(page.devices);
    page.redraw();
  });
  listen(page);
  page.begin();
}

start();
// A link pasted over a page that is over: the fragment alone reloads nothing.
addEventListener("hashchange", () => location.reload());
