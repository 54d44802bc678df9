// The pictures of the other people in the call, one tile each.

import { at, element, icon, say, setText } from "./view.js";

const tiles = new Map();

const SOUND_ALONE_MS = 1000; // a stream that has no picture by then has sound alone

function makeVideo() {
  const video = element("video", "their-video");
  video.autoplay = true;
  video.playsInline = true;
  video.disablePictureInPicture = true;
  return video;
}

function makeTile() {
  const video = makeVideo();
  const words = element("p", "tile-words");
  const cover = element("div", "cover", icon("user"), words);
  const name = element("span", "");
  const muted = icon("mic-off");
  muted.removeAttribute("aria-hidden");
  muted.setAttribute("role", "img");
  const label = element("p", "chip label", muted, name);
  return { root: element("div", "tile", video, cover, label), video, cover, words, name, muted };
}

/** Show exactly these people. `blocked` is called when the browser wants a touch before it plays sound. */
export function showPeople(people, blocked) {
  for (const [id, tile] of tiles) {
    if (people.has(id)) continue;
    tile.video.srcObject = null;
    tile.root.remove();
    tiles.delete(id);
  }
  for (const peer of people.values()) {
    if (!tiles.has(peer.id)) {
      tiles.set(peer.id, makeTile());
      at("people").append(tiles.get(peer.id).root);
    }
    showTile(tiles.get(peer.id), peer, blocked);
  }
  at("people").dataset.count = String(people.size);
}

/** The last picture of the stream before stays until there is one of this. */
function showStream(tile, stream, blocked) {
  let video = tile.video;
  if (stream && video.srcObject) {
    video = makeVideo();
    tile.video.after(video); // on top of the other, and transparent as long as there is nothing to see
    const before = tile.video;
    before.muted = true;
    const drop = () => {
      before.srcObject = null;
      before.remove();
    };
    video.addEventListener("loadeddata", drop, { once: true });
    setTimeout(drop, SOUND_ALONE_MS);
    tile.video = video;
  }
  video.srcObject = stream;
  if (stream) video.play().catch((error) => error.name === "NotAllowedError" && blocked());
}

function showTile(tile, peer, blocked) {
  if (tile.video.srcObject !== peer.stream) showStream(tile, peer.stream, blocked);
  const cameraOff = peer.media?.video === false;
  const words = { connecting: "peerConnecting", lost: "peerLost", live: cameraOff ? "peerCameraOff" : "" }[peer.state];
  tile.root.dataset.state = peer.state;
  tile.root.classList.toggle("covered", peer.state === "connecting" || cameraOff);
  setText(tile.words, words ? say(words) : "");
  tile.cover.hidden = !words;
  setText(tile.name, peer.role ? say(`role_${peer.role}`) : "");
  tile.muted.setAttribute("aria-label", say("peerMuted"));
  tile.muted.classList.toggle("off", peer.media?.audio !== false);
}

/** After a touch: play what the browser held back. */
export function playAll() {
  return Promise.all([...tiles.values()].map(({ video }) => video.play()));
}
