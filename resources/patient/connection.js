// One RTCPeerConnection to one person, with its own watch over what arrives.

// The numbers are those of the desktop program (calls/settings.py), so that both sides see a loss alike.
const SILENT_MS = 2000; // no packet of any kind for so long: the connection is dead
const STUCK_MS = 1000; // packets of pictures for so long, and no picture …
const STUCK_PACKETS = 30; // … and so many of them: a key frame on the slowest line has fewer
const STUCK_LOSSY_MS = 5000; // longer on a line that loses many of them: a new connection would lose as many …
const STUCK_LOSSY_SHARE = 0.1; // … that is, so many
const PAUSED_MS = 400; // no packet of pictures for so long: their sender has paused
const START_MS = 8000; // as long as a connection may take to come up once somebody is heard, or to be answered
const REACH_MS = 2000; // … and as long as it may hear nothing at all: the line is cut, a fresh one has better luck
const ONLY_SOUND_MS = 3000; // a new connection takes over without a picture after so long
const SLEPT_MS = 2000; // a page that was not run for so long has seen nothing, so nothing is missing
const MAX_BITRATE = 2_500_000;
// A large picture is sent at half its size until the line is known to carry the whole: then it grows once, in the first
// second. Left alone, Chromium shrinks it at the start and takes 18 s and two key frames to grow back (measured).
const LARGE_PX = 720; // the shorter side
const ROOM_BITRATE = 1_500_000; // a line of 900 kbit/s looks roomier than it is while Chromium still tries it out
const ROOM_KNOWN_MS = 2000; // a browser that does not tell the line's room by now never will

export class Connection {
  constructor({ epoch, ice, devices, describe, candidate }) {
    this.epoch = epoch;
    this.describe = describe;
    this.stream = new MediaStream();
    this.early = [];
    this.startedAt = performance.now();
    this.lookedAt = this.startedAt;
    this.packets = 0;
    this.picturePackets = 0;
    this.frames = 0;
    this.answeredAt = this.upAt = this.packetsAt = this.picturePacketsAt = 0;
    this.pictureLost = 0;
    this.stuckAt = this.stuckFrom = this.stuckFromLost = 0;
    this.reached = this.roomy = false;
    this.pc = new RTCPeerConnection({ iceServers: ice });
    this.pc.onicecandidate = ({ candidate: found }) => {
      // Everything is bundled on the first medium: candidates for another one would never be used.
      if (found === null) candidate("");
      else if (found.candidate && found.sdpMLineIndex === 0) candidate(found.candidate);
    };
    this.pc.ontrack = ({ track }) => this.stream.addTrack(track);
    this.own = devices;
  }

  async offer() {
    await this.#guard(async () => {
      for (const kind of ["audio", "video"]) this.pc.addTransceiver(kind, { direction: "sendrecv" });
      this.send(this.own);
      await this.pc.setLocalDescription(await this.pc.createOffer());
      this.describe("offer", this.pc.localDescription.sdp);
    });
  }

  async answer(sdp) {
    await this.#guard(async () => {
      await this.pc.setRemoteDescription({ type: "offer", sdp });
      this.answeredAt = performance.now();
      for (const transceiver of this.pc.getTransceivers()) transceiver.direction = "sendrecv";
      this.send(this.own);
      await this.pc.setLocalDescription(await this.pc.createAnswer());
      this.describe("answer", this.pc.localDescription.sdp);
      this.#flush();
    });
  }

  async accept(sdp) {
    await this.#guard(async () => {
      await this.pc.setRemoteDescription({ type: "answer", sdp });
      this.answeredAt = performance.now();
      this.#flush();
    });
  }

  candidate(text) {
    if (this.pc.remoteDescription) this.#add(text);
    else this.early.push(text);
  }

  /** Send these tracks from now on. */
  send({ microphone, camera }) {
    for (const { receiver, sender } of this.pc.getTransceivers()) {
      const track = receiver.track.kind === "audio" ? microphone : camera;
      if (sender.track !== track) sender.replaceTrack(track).catch(() => {});
    }
  }

  /** Read what has arrived. */
  async look() {
    if (this.pc.signalingState === "closed") return;
    const report = await this.pc.getStats();
    const now = performance.now();
    if (now - this.lookedAt > SLEPT_MS) this.#slept(now - this.lookedAt);
    this.lookedAt = now;
    let packets = 0;
    let picturePackets = 0;
    let pictureLost = 0;
    let frames = 0;
    let room = 0;
    for (const entry of report.values()) {
      if (entry.type === "transport") packets += entry.packetsReceived ?? 0;
      if (entry.type === "candidate-pair") room = Math.max(room, entry.availableOutgoingBitrate ?? 0);
      if (entry.type === "candidate-pair" && (entry.responsesReceived || entry.requestsReceived)) this.reached = true;
      if (entry.type === "inbound-rtp") {
        packets += entry.packetsReceived ?? 0;
        if (entry.kind === "video") {
          picturePackets += entry.packetsReceived ?? 0;
          pictureLost += entry.packetsLost ?? 0;
          frames += entry.framesDecoded ?? 0;
        }
      }
    }
    if (this.pc.connectionState === "connected") this.upAt ||= now;
    if (packets !== this.packets) this.packetsAt = now;
    if (picturePackets !== this.picturePackets) this.picturePacketsAt = now;
    this.#notePictures(now, picturePackets, frames);
    this.#noteRoom(now, room);
    this.packets = packets;
    this.picturePackets = picturePackets;
    this.pictureLost = pictureLost;
    this.frames = frames;
  }

  #notePictures(now, picturePackets, frames) {
    const paused = now - this.picturePacketsAt > PAUSED_MS;
    if (frames !== this.frames || frames === 0 || paused) {
      this.stuckAt = 0;
    } else if (picturePackets !== this.picturePackets && !this.stuckAt) {
      this.stuckAt = now;
      this.stuckFrom = this.picturePackets;
      this.stuckFromLost = this.pictureLost;
    }
  }

  #noteRoom(now, room) {
    if (this.roomy || !this.upAt) return;
    this.roomy = room ? room >= ROOM_BITRATE : now - this.upAt > ROOM_KNOWN_MS;
    if (this.roomy) this.#limit();
  }

  /** The page stood still (a phone in a pocket): what it did not see in that time is not missing. */
  #slept(ms) {
    for (const name of ["startedAt", "answeredAt", "upAt", "packetsAt", "picturePacketsAt", "stuckAt"]) {
      if (this[name]) this[name] += ms;
    }
  }

  /** Nothing arrives (any more), or never will. */
  get silent() {
    const now = performance.now();
    if (this.upAt) return now - Math.max(this.packetsAt, this.upAt) > SILENT_MS;
    if (!this.answeredAt) return now - this.startedAt > START_MS;
    return now - this.answeredAt > (this.reached ? START_MS : REACH_MS);
  }

  /** Good enough to take over from an older connection? */
  carries(wantsPicture) {
    if (!this.upAt) return false;
    if (this.frames > 0) return true;
    return this.packets > 0 && (!wantsPicture || performance.now() - this.upAt > ONLY_SOUND_MS);
  }

  /** Why a new connection is needed, in the protocol's words; "" while all is well. */
  trouble(wantsPicture) {
    if (this.silent) return "no_media";
    return wantsPicture && this.stuck ? "no_picture" : "";
  }

  /** Packets of pictures arrive, but no picture. */
  get stuck() {
    if (!this.stuckAt) return false;
    const packets = this.picturePackets - this.stuckFrom;
    const lossy = this.pictureLost - this.stuckFromLost > STUCK_LOSSY_SHARE * packets;
    return packets >= STUCK_PACKETS && performance.now() - this.stuckAt > (lossy ? STUCK_LOSSY_MS : STUCK_MS);
  }

  close() {
    this.pc.onicecandidate = this.pc.ontrack = null;
    for (const track of this.stream.getTracks()) track.stop();
    this.pc.close();
  }

  async #guard(work) {
    try {
      await work();
      this.#limit();
    } catch (error) {
      // A description that cannot be used: the watchdog finds the silence and starts afresh.
      if (this.pc.signalingState !== "closed") console.warn(`connection ${this.epoch}: ${error.name}`);
    }
  }

  #limit() {
    for (const { sender, receiver } of this.pc.getTransceivers()) {
      const parameters = sender.getParameters();
      if (receiver.track.kind !== "video" || !parameters.encodings?.length) continue;
      const { width, height } = sender.track?.getSettings() ?? {};
      const large = Math.min(width, height) >= LARGE_PX;
      const encoding = { maxBitrate: MAX_BITRATE, scaleResolutionDownBy: large && !this.roomy ? 2 : 1 };
      Object.assign(parameters.encodings[0], encoding);
      sender.setParameters(parameters).catch(() => {});
    }
  }

  #flush() {
    for (const text of this.early.splice(0)) this.#add(text);
  }

  #add(text) {
    this.pc.addIceCandidate({ candidate: text, sdpMLineIndex: 0 }).catch(() => {});
  }
}
