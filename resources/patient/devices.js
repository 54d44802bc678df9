// The patient's own camera and microphone: opened once, shown, measured, switched, released.

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 }, facingMode: "user" };
const HEARD_DBFS = -50; // speech in a quiet room arrives at -40 and above
const FLOOR_DBFS = -70;

function reason(error) {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "Refused";
  if (error.name === "NotReadableError" || error.name === "AbortError") return "Busy";
  return "Missing";
}

/** Owns the tracks. `problems` is {camera, microphone}: "" or Refused, Missing, Busy, Off. */
export class Devices {
  constructor(changed) {
    this.changed = changed;
    this.stream = new MediaStream();
    this.problems = { camera: "", microphone: "" };
    this.muted = false;
    this.cameraOff = false;
    this.heard = false;
    this.wanted = { camera: "", microphone: "" };
    this.relist = () => this.changed();
    navigator.mediaDevices.addEventListener?.("devicechange", this.relist);
  }

  get camera() {
    return this.stream.getVideoTracks()[0] ?? null;
  }

  get microphone() {
    return this.stream.getAudioTracks()[0] ?? null;
  }

  /** Ask for both; what cannot be had is a problem to show, not the end. */
  async open() {
    try {
      this.#adopt(await this.#ask("camera", "microphone"));
    } catch {
      await this.#openOne("microphone");
      await this.#openOne("camera");
    }
    this.changed();
  }

  /** @returns {Promise<{camera: MediaDeviceInfo[], microphone: MediaDeviceInfo[]}>} */
  async list() {
    const all = await navigator.mediaDevices.enumerateDevices();
    const of = (kind) => all.filter((device) => device.kind === kind && device.deviceId);
    return { camera: of("videoinput"), microphone: of("audioinput") };
  }

  /** Take another camera or microphone. */
  async choose(kind, deviceId) {
    this.wanted[kind] = deviceId;
    if (kind === "camera" && this.cameraOff) return;
    this.#remove(kind);
    await this.#openOne(kind);
    this.changed();
  }

  mute(muted) {
    this.muted = muted;
    if (this.microphone) this.microphone.enabled = !muted;
    this.changed();
  }

  /** Off means released: the lamp beside the lens goes out. */
  async turnCamera(on) {
    this.cameraOff = !on;
    if (on) await this.#openOne("camera");
    else this.#remove("camera");
    this.changed();
  }

  /** Loudness of the microphone now, 0..1 for the meter; null when it cannot be told. */
  level() {
    if (!this.analyser || this.sound.state !== "running" || !this.microphone) return null;
    this.analyser.getFloatTimeDomainData(this.samples);
    const power = this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length;
    const dbfs = 10 * Math.log10(power + 1e-12);
    if (dbfs > HEARD_DBFS) this.heard = true;
    return Math.min(1, Math.max(0, (dbfs - FLOOR_DBFS) / -FLOOR_DBFS));
  }

  /** Browsers may want a touch or a key before they let a meter run. */
  wake() {
    this.sound?.resume().catch(() => {});
  }

  /** Release everything. */
  close() {
    navigator.mediaDevices.removeEventListener?.("devicechange", this.relist);
    this.#remove("camera");
    this.#remove("microphone");
    this.sound?.close().catch(() => {});
    this.sound = this.analyser = null;
  }

  #ask(...kinds) {
    const constraints = {};
    const exact = (kind) => (this.wanted[kind] ? { deviceId: { exact: this.wanted[kind] } } : {});
    if (kinds.includes("microphone")) constraints.audio = { ...SOUND, ...exact("microphone") };
    if (kinds.includes("camera")) constraints.video = { ...PICTURE, ...exact("camera") };
    if (this.wanted.camera && constraints.video) delete constraints.video.facingMode;
    return navigator.mediaDevices.getUserMedia(constraints);
  }

  async #openOne(kind) {
    try {
      this.#adopt(await this.#ask(kind));
    } catch (error) {
      this.problems[kind] = reason(error);
    }
  }

  #adopt(stream) {
    for (const track of stream.getTracks()) {
      const kind = track.kind === "video" ? "camera" : "microphone";
      this.#remove(kind);
      this.stream.addTrack(track);
      this.problems[kind] = "";
      track.onended = () => this.#lost(kind, track);
      if (kind === "microphone") this.#listen(track);
    }
  }

  async #lost(kind, track) {
    // Unplugged: fall back to what the system offers instead.
    if (this[kind] !== track) return;
    this.#remove(kind);
    this.wanted[kind] = "";
    await this.#openOne(kind);
    this.changed();
  }

  #remove(kind) {
    const track = this[kind];
    if (!track) return;
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
  }

  #listen(track) {
    track.enabled = !this.muted;
    this.sound ??= new AudioContext();
    this.source?.disconnect();
    this.analyser = this.sound.createAnalyser();
    this.analyser.fftSize = 2048;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source = this.sound.createMediaStreamSource(new MediaStream([track]));
    this.source.connect(this.analyser);
  }
}
