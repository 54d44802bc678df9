// The connections to the other admitted people. Whoever is let in makes the offers; hosts only answer.
// Every new RTCPeerConnection to a person has a higher epoch; what belongs to an older one is dropped.

import { Connection } from "./connection.js";

const HOSTS = ["clinician", "co_host"];
const EPOCH = "visit.epoch";
const LOOK_MS = 250;
// While nothing comes through, a fresh connection is always at hand when the line returns: an old one asks ever more
// seldom, a browser's after 16 s hardly ever. After half a minute there is no more hurry.
const AGAIN_MS = 2000;
const HURRY_MS = 30_000;
const AGAIN_LATER_MS = 5000;
const PAINTED_MS = 1000; // as long as the picture of a connection that takes over may need to be seen

/** The highest epoch ever used in this tab: a reloaded page must go on above it. */
const epochs = {
  get highest() {
    return Number(sessionStorage.getItem(EPOCH) ?? 0);
  },
  note(epoch) {
    if (epoch > epochs.highest) sessionStorage.setItem(EPOCH, String(epoch));
  },
  forget() {
    sessionStorage.removeItem(EPOCH);
  },
};

export { epochs };

/**
 * One other person. `live` is what is seen and heard; `next` takes over once it has a picture. Until then `live` is kept,
 * dead as it may seem: after a cut it is sometimes the one that heals first.
 */
class Peer {
  constructor(id, role) {
    this.id = id;
    this.role = role;
    this.media = null;
    this.here = true;
    this.epoch = epochs.highest;
    this.offering = false;
    this.live = null;
    this.next = null;
    this.old = null;
    this.lostAt = 0;
    this.triedAt = 0;
  }

  get newest() {
    return this.next ?? this.live;
  }

  get stream() {
    return this.live?.stream ?? this.next?.stream ?? null;
  }

  /** "connecting" before the first sound or picture, "live", or "lost". */
  get state() {
    if (!this.live) return "connecting";
    return this.live.silent ? "lost" : "live";
  }

  /** The new one carries. The old one's picture would turn black with its end, and is still seen. */
  take() {
    this.old?.close();
    const old = (this.old = this.live);
    [this.live, this.next] = [this.next, null];
    setTimeout(() => old?.close(), PAINTED_MS);
  }

  close() {
    for (const connection of [this.old, this.live, this.next]) connection?.close();
    this.old = this.live = this.next = null;
  }
}

/**
 * @param {{devices: import("./devices.js").Devices, say: (name: string, fields: object) => void,
 *          lineUp: () => boolean, changed: () => void}} options
 */
export class Call {
  constructor({ devices, say, lineUp, changed }) {
    this.devices = devices;
    this.say = say;
    this.lineUp = lineUp;
    this.changed = changed;
    this.people = new Map();
    this.ice = [];
    this.timer = 0;
  }

  /** Does anybody's sound or picture arrive? */
  get carries() {
    return [...this.people.values()].some(({ state }) => state === "live");
  }

  /** We are let in (for the first time, again, or after a dropped line): connect to everybody who is there. */
  admitted(entries) {
    this.timer ||= setInterval(() => this.#look(), LOOK_MS);
    const present = new Set(entries.map((entry) => entry.peer));
    for (const peer of [...this.people.values()]) if (!present.has(peer.id)) peer.here = false;
    for (const { peer, role } of entries) this.#connect(peer, role);
    this.sayMedia();
    this.changed();
  }

  /** Somebody was let in after us, or came back. */
  joined(id, role) {
    if (HOSTS.includes(role) || this.people.get(id)?.offering) this.#connect(id, role);
    else this.#person(id, role); // they were let in after us: they make the offer
    this.sayMedia();
    this.changed();
  }

  left(id, gone) {
    const peer = this.people.get(id);
    if (!peer) return;
    peer.here = false;
    if (gone) {
      peer.close();
      this.people.delete(id);
    }
    this.changed();
  }

  media(id, audio, video) {
    const peer = this.people.get(id);
    if (!peer) return;
    peer.media = { audio, video };
    this.changed();
  }

  /** The other side wants a new connection. */
  rejoin(id) {
    const peer = this.people.get(id);
    // A wish that comes while an offer is on its way is met by that offer.
    if (peer?.offering && !(peer.next && !peer.next.trouble(wantsPicture(peer)))) this.#offer(peer);
  }

  async described(id, epoch, type, sdp) {
    const peer = this.people.get(id) ?? this.#person(id, "");
    if (type === "offer" && epoch > (peer.newest?.epoch ?? 0)) {
      peer.offering = false;
      this.#replace(peer, epoch);
      await peer.newest.answer(sdp);
    } else if (type === "answer" && peer.newest?.epoch === epoch) {
      await peer.newest.accept(sdp);
    }
  }

  candidate(id, epoch, text) {
    const newest = this.people.get(id)?.newest;
    if (newest?.epoch === epoch) newest.candidate(text);
  }

  /** The own devices changed: send the new tracks on the connections that are there. */
  resend() {
    for (const peer of this.people.values()) {
      peer.live?.send(this.devices);
      peer.next?.send(this.devices);
    }
    this.sayMedia();
  }

  sayMedia() {
    if (!this.timer) return;
    const { microphone, camera, muted } = this.devices;
    this.say("media", { audio: Boolean(microphone) && !muted, video: Boolean(camera) });
  }

  /** Close every connection. */
  close() {
    clearInterval(this.timer);
    this.timer = 0;
    for (const peer of this.people.values()) peer.close();
    this.people.clear();
    this.changed();
  }

  #person(id, role) {
    let peer = this.people.get(id);
    if (!peer) {
      peer = new Peer(id, role);
      this.people.set(id, peer);
    }
    peer.role = role || peer.role;
    peer.here = true;
    return peer;
  }

  #connect(id, role) {
    const peer = this.#person(id, role);
    // A call outlives its line to the server: what still carries sound or picture is left alone. An offer does not:
    // it may have gone down with the old line.
    if (peer.live && !peer.live.silent) return;
    peer.offering = true;
    this.#offer(peer);
  }

  #offer(peer) {
    peer.offering = true;
    this.#replace(peer, Math.max(peer.epoch, peer.newest?.epoch ?? 0) + 1);
    peer.newest.offer();
  }

  #replace(peer, epoch) {
    peer.next?.close();
    peer.epoch = epoch;
    epochs.note(epoch);
    peer.triedAt = performance.now();
    peer.next = new Connection({
      epoch,
      ice: this.ice,
      devices: this.devices,
      describe: (type, sdp) => this.say("desc", { to: peer.id, epoch, type, sdp }),
      candidate: (cand) => this.say("cand", { to: peer.id, epoch, cand }),
    });
    this.changed();
  }

  async #look() {
    for (const peer of this.people.values()) {
      await Promise.all([peer.live?.look(), peer.next?.look()]);
      if (peer.next?.carries(wantsPicture(peer))) peer.take();
      if (peer.here && this.lineUp()) this.#mend(peer);
    }
    this.changed();
  }

  /** The watchdog: never trust connection states, look at what arrives. */
  #mend(peer) {
    const now = performance.now();
    if (peer.live && !peer.live.trouble(wantsPicture(peer))) {
      peer.lostAt = 0;
      // The old one has healed, or was never ill; the other did not come up in all its time.
      if (peer.next?.silent) this.#drop(peer);
      return;
    }
    const why = peer.newest?.trouble(wantsPicture(peer));
    if (!why) return;
    peer.lostAt ||= now;
    if (now - peer.triedAt < (now - peer.lostAt < HURRY_MS ? AGAIN_MS : AGAIN_LATER_MS)) return;
    peer.triedAt = now;
    if (peer.offering) this.#offer(peer);
    else this.say("rejoin", { why });
  }

  #drop(peer) {
    peer.next.close();
    peer.next = null;
  }
}

/** Do they send a picture? Whoever has not said so does. */
function wantsPicture(peer) {
  return peer.media?.video !== false;
}
