// A clinician for tests of the patient's page: admits when told, answers offers, counts what arrives.
// Evaluated in a page of the visit server's own origin; stands in for the desktop program.
globalThis.clinician = {
  heard: [],
  offers: [],
  connections: new Map(),

  async connect(ticket, { camera = true } = {}) {
    this.stream = camera
      ? await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } })
      : new MediaStream();
    this.socket = new WebSocket(`ws://${location.host}/ws`);
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    await new Promise((done) => (this.socket.onopen = done));
    this.say("hello", { ticket, proto: 1, resume: "" });
  },

  say(m, fields = {}) {
    this.socket.send(JSON.stringify({ m, ...fields }));
  },

  /** The newest message of this name, or null. */
  last(name) {
    return this.heard.findLast(({ m }) => m === name) ?? null;
  },

  async hear(message) {
    if (message.m === "ping") this.say("pong");
    else this.heard.push(message);
    if (message.m === "desc" && message.type === "offer") await this.answer(message);
    if (message.m === "cand") this.candidate(message);
    if (message.m === "joined") this.say("media", { audio: true, video: true });
  },

  async answer({ from, epoch, sdp }) {
    this.offers.push(epoch);
    const old = this.connections.get(from);
    const pc = new RTCPeerConnection({ iceServers: [] });
    const entry = { pc, epoch, early: [] };
    this.connections.set(from, entry);
    let video = document.getElementById(`their-${from}`);
    if (!video) {
      video = document.createElement("video");
      video.id = `their-${from}`;
      video.className = "their";
      video.autoplay = true;
      video.muted = true;
      document.body.append(video);
    }
    const stream = new MediaStream();
    pc.ontrack = ({ track }) => {
      stream.addTrack(track);
      video.srcObject = stream;
    };
    pc.onicecandidate = ({ candidate }) =>
      this.say("cand", { to: from, epoch, cand: candidate ? candidate.candidate : "" });
    await pc.setRemoteDescription({ type: "offer", sdp });
    for (const { sender, receiver } of pc.getTransceivers()) {
      const track = this.stream.getTracks().find(({ kind }) => kind === receiver.track.kind);
      if (track) await sender.replaceTrack(track);
    }
    for (const transceiver of pc.getTransceivers()) transceiver.direction = "sendrecv";
    await pc.setLocalDescription();
    this.say("desc", { to: from, epoch, type: "answer", sdp: pc.localDescription.sdp });
    for (const cand of entry.early) this.add(pc, cand);
    entry.early = null;
    old?.pc.close();
  },

  candidate({ from, epoch, cand }) {
    const entry = this.connections.get(from);
    if (entry?.epoch !== epoch) return;
    if (entry.early) entry.early.push(cand);
    else this.add(entry.pc, cand);
  },

  add(pc, candidate) {
    pc.addIceCandidate({ candidate, sdpMLineIndex: 0 }).catch(() => {});
  },

  /** As if the network to the patient were gone: the connections die without a word. */
  vanish() {
    for (const { pc } of this.connections.values()) pc.close();
  },
};
true;
