// One RTCPeerConnection to one person, with its own watch over what arrives.

const SILENT_MS = 2000; // no packet of any kind for so long: the connection is dead
const FROZEN_MS = 4000; // packets, but no new picture
const START_MS = 8000; // as long as a connection may take to come up
const ONLY_SOUND_MS = 3000; // a new connection takes over without a picture after so long
const MAX_BITRATE = 1_500_000;

export class Connection {
  constructor({ epoch, ice, devices, describe, candidate }) {
    this.epoch = epoch;
    this.describe = describe;
    this.stream = new MediaStream();
    this.early = [];
    this.startedAt = performance.now();
    this.packets = 0;
    this.frames = 0;
    this.upAt = this.packetsAt = this.framesAt = 0;
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
    let packets = 0;
    let frames = 0;
    for (const entry of report.values()) {
      if (entry.type === "transport") packets += entry.packetsReceived ?? 0;
      if (entry.type === "inbound-rtp") {
        packets += entry.packetsReceived ?? 0;
        if (entry.kind === "video") frames += entry.framesDecoded ?? 0;
      }
    }
    if (this.pc.connectionState === "connected") this.upAt ||= now;
    if (packets !== this.packets) this.packetsAt = now;
    if (frames !== this.frames) this.framesAt = now;
    this.packets = packets;
    this.frames = frames;
  }

  /** Nothing arrives (any more). */
  get silent() {
    const since = this.upAt ? Math.max(this.packetsAt, this.upAt) : 0;
    return performance.now() - (since || this.startedAt) > (since ? SILENT_MS : START_MS);
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
    const frozen = this.framesAt > 0 && performance.now() - this.framesAt > FROZEN_MS;
    return wantsPicture && frozen ? "no_picture" : "";
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
      parameters.encodings[0].maxBitrate = MAX_BITRATE;
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
