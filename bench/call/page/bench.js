// One side of a call in a browser. The connection is made and watched by the patient page's own modules; this file
// gives it a camera and a microphone, plays the line to the visit server, and notes what is painted and heard.

import { Call } from "/patient/call.js";

const parameters = new URLSearchParams(location.search);
const other = parameters.get("side") === "a" ? "b" : "a";
const mends = parameters.get("mends") === "1";
const MAX_BITRATE = 2_500_000;
const AUDIO_STAMP_TRUST_MS = 100;

const video = document.querySelector("video");
const socket = new WebSocket(`ws://${location.host}/line/${parameters.get("side")}`);
const seen = { painted: [], played: [], sound: [], figures: [] };
let said = false;
const send = (message) => socket.send(JSON.stringify(message));
const now = () => performance.timeOrigin + performance.now();
const call = new Call({
  devices: {},
  say: (name, fields) => send({ say: name, ...fields }),
  lineUp: () => mends,
  changed: () => show(),
});

// The same ceiling for both kinds of peers, whatever the page asks for; between two browsers the size of the pictures is
// left to the browser, as on any other page.
const setParameters = RTCRtpSender.prototype.setParameters;
RTCRtpSender.prototype.setParameters = function (wanted) {
  for (const encoding of wanted.encodings) {
    if (encoding.maxBitrate) encoding.maxBitrate = MAX_BITRATE;
    if (!mends) delete encoding.scaleResolutionDownBy;
  }
  return setParameters.call(this, wanted);
};

async function fetched(name) {
  return (await fetch(name)).arrayBuffer();
}

/** Camera and microphone: two tracks that a worker writes into. */
async function makeDevices() {
  const form = await (await fetch("/content/form")).json();
  const names = ["pictures", "codes", "voice"];
  const [pictures, codes, voice] = await Promise.all(names.map((name) => fetched(`/content/${name}`)));
  const camera = new MediaStreamTrackGenerator({ kind: "video" });
  const microphone = new MediaStreamTrackGenerator({ kind: "audio" });
  const worker = new Worker("source.js");
  const streams = { video: camera.writable, audio: microphone.writable };
  const content = { pictures, codes, voice, form: form.picture, beepEvery: form.beepEvery };
  worker.postMessage({ ...streams, ...content }, [...Object.values(streams), pictures, codes, voice]);
  await new Promise((done) => worker.addEventListener("message", done, { once: true }));
  return { camera, microphone, worker, form: form.picture };
}

const devices = await makeDevices();
Object.assign(call.devices, { camera: devices.camera, microphone: devices.microphone, muted: false });

// ---------------------------------------------------------------- what is seen

/** The mean brightness of the middle of every block of the barcode. */
async function readBarcode(frame) {
  const { columns, rows, stripShare } = devices.form;
  const { codedWidth: width, codedHeight: height } = frame;
  const strip = Math.floor(height * stripShare);
  const rect = { x: 0, y: 0, width, height: strip + (strip % 2) };
  const bytes = new Uint8Array(frame.allocationSize({ rect }));
  const [plane] = await frame.copyTo(bytes, { rect });
  const means = [];
  for (let at = 0; at < columns * rows; at++) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    means.push(middle(bytes, plane, (strip * row) / rows, strip / rows, (width * column) / columns, width / columns));
  }
  return means;
}

function middle(bytes, { offset, stride }, top, tall, left, wide) {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(top + tall / 4); y < top + (tall * 3) / 4; y += 2) {
    for (let x = Math.floor(left + wide / 4); x < left + (wide * 3) / 4; x += 2, count++) sum += bytes[offset + y * stride + x];
  }
  return Math.round(sum / count);
}

/**
 * Called in the step in which the page is painted. `presentationTime` is earlier: there the frame was only handed to
 * the compositor, which draws it with the next step.
 */
async function painted(_, { presentationTime, presentedFrames, width, height }) {
  const at = performance.now();
  video.requestVideoFrameCallback(painted);
  const entry = { at: performance.timeOrigin + at, count: presentedFrames, width, height, means: null };
  entry.waited = at - presentationTime;
  seen.painted.push(entry);
  if (!said) send({ say: "first" });
  said = true;
  const frame = new VideoFrame(video);
  if (frame.format === "I420" || frame.format === "NV12") entry.means = await readBarcode(frame);
  frame.close();
}
video.requestVideoFrameCallback(painted);

// ---------------------------------------------------------------- what is heard

let heard = null;

async function hear(track) {
  heard?.reader.cancel();
  const mine = (heard = { track, reader: new MediaStreamTrackProcessor({ track }).readable.getReader() });
  const samples = new Float32Array(48_000);
  for (;;) {
    const { value, done } = await mine.reader.read();
    if (done || heard !== mine) return;
    const read = performance.now();
    const stamped = value.timestamp / 1000;
    const at = Math.abs(read - stamped) < AUDIO_STAMP_TRUST_MS ? stamped : read;
    const block = samples.subarray(0, value.numberOfFrames);
    value.copyTo(block, { planeIndex: 0, format: "f32-planar" });
    seen.played.push([performance.timeOrigin + at, value.numberOfFrames]);
    seen.sound.push(Int16Array.from(block, (sample) => Math.max(-1, Math.min(1, sample)) * 32767));
    value.close();
  }
}

function show() {
  const stream = call.people.get(other)?.stream ?? null;
  if (video.srcObject !== stream) video.srcObject = stream;
  const track = stream?.getAudioTracks()[0];
  if (track && heard?.track !== track) hear(track);
}

// ---------------------------------------------------------------- what the browser says of itself

const OF_INBOUND = [
  "keyFramesDecoded",
  "framesDecoded",
  "concealedSamples",
  "totalSamplesReceived",
  "bytesReceived",
  "retransmittedBytesReceived",
  "fecBytesReceived",
];
const OF_OUTBOUND = ["keyFramesEncoded", "framesEncoded", "targetBitrate"];

async function look() {
  const person = call.people.get(other);
  for (const connection of new Set([person?.live, person?.next])) {
    if (!connection || connection.pc.signalingState === "closed") continue;
    const entry = { at: now(), epoch: connection.epoch };
    for (const row of (await connection.pc.getStats()).values()) {
      const names = { "inbound-rtp": OF_INBOUND, "outbound-rtp": OF_OUTBOUND }[row.type] ?? [];
      for (const name of names) if (row[name] !== undefined) entry[`${row.kind}.${name}`] = row[name];
    }
    seen.figures.push(entry);
  }
}
setInterval(look, 1000);

// ---------------------------------------------------------------- the line

function base64(blocks) {
  const bytes = new Uint8Array(blocks.reduce((sum, block) => sum + block.byteLength, 0));
  let at = 0;
  for (const block of blocks) {
    bytes.set(new Uint8Array(block.buffer), at);
    at += block.byteLength;
  }
  let text = "";
  for (let from = 0; from < bytes.length; from += 0x8000) text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return btoa(text);
}

/** What was noted since the last report. */
async function report() {
  await look();
  const { painted, played, sound, figures } = seen;
  Object.assign(seen, { painted: [], played: [], sound: [], figures: [] }); // in an hour it would be too much
  const sent = new Promise((done) => devices.worker.addEventListener("message", ({ data }) => done(data), { once: true }));
  devices.worker.postMessage("log");
  send({ say: "report", sent: await sent, painted, played, sound: base64(sound), figures });
}

socket.addEventListener("message", ({ data }) => {
  const message = JSON.parse(data);
  if (message.do === "join") call.admitted(message.people);
  else if (message.do === "desc") call.described(other, message.epoch, message.type, message.sdp);
  else if (message.do === "cand") call.candidate(other, message.epoch, message.cand);
  else if (message.do === "rejoin") call.rejoin(other);
  else if (message.do === "report") report();
});
if (socket.readyState !== WebSocket.OPEN) await new Promise((done) => socket.addEventListener("open", done));
send({ say: "ready" });
