// The line to the visit server: one WebSocket at a time, hello first, resume after a dropped line.

const PROTOCOL = 1;
const TICKET_REFUSED = 4401;
const BAD_MESSAGES = 4400;
const SILENT_MS = 8000; // the server speaks every 5 s
const OPENING_MS = 4000; // in a cut a browser waits ever longer for an answer; a fresh try finds the line that returns
const RETRY_MS = [300, 500, 1000, 1000, 1000, 2000];
const GRACE_MS = 60_000;
const RESUME = "visit.resume";

/** Where the token for the way back is kept: in this tab only, gone when the tab closes. */
export const memory = {
  get resume() {
    return sessionStorage.getItem(RESUME) ?? "";
  },
  set resume(token) {
    if (token) sessionStorage.setItem(RESUME, token);
    else sessionStorage.removeItem(RESUME);
  },
};

/**
 * @param {{ticket: string, heard: (message: object) => void, state: (state: "up"|"down") => void,
 *          refused: (why: "ticket"|"resume"|"taken"|"early"|"lost") => void}} options
 */
export class Line {
  constructor({ ticket, heard, state, refused }) {
    this.ticket = ticket;
    this.heard = heard;
    this.state = state;
    this.refused = refused;
    this.tries = 0;
    this.early = false;
    this.closed = false;
    this.downSince = performance.now();
    this.timer = 0;
    this.watch = setInterval(() => this.#look(), 1000);
    this.online = () => this.#soon(0);
    addEventListener("online", this.online);
  }

  open() {
    clearTimeout(this.timer);
    this.#drop();
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    this.socket = socket;
    this.heardAt = performance.now();
    socket.onopen = () => {
      const resume = this.ticket ? "" : memory.resume;
      socket.send(JSON.stringify({ m: "hello", ticket: this.ticket, proto: PROTOCOL, resume }));
    };
    socket.onmessage = (event) => this.#hear(JSON.parse(event.data));
    socket.onclose = (event) => this.#down(event.code);
  }

  /** Send when the line is up; what is said while it is down would be stale later and is dropped. */
  say(name, fields = {}) {
    if (!this.welcomed) return;
    this.socket.send(JSON.stringify({ m: name, ...fields }));
  }

  get up() {
    return Boolean(this.welcomed);
  }

  /** For good. */
  close() {
    this.closed = true;
    clearInterval(this.watch);
    clearTimeout(this.timer);
    removeEventListener("online", this.online);
    this.#drop();
  }

  #hear(message) {
    this.heardAt = performance.now();
    if (message.m === "ping") {
      this.say("pong");
      return;
    }
    if (message.m === "error" && message.code === "too_early") this.early = true;
    if (message.m === "welcome") {
      memory.resume = message.resume;
      this.ticket = "";
      this.tries = 0;
      this.welcomed = true;
      this.say("pong"); // having spoken on the new line makes the older token worthless
      this.state("up");
    }
    this.heard(message);
  }

  #down(code) {
    const resuming = !this.ticket;
    const wasUp = this.welcomed;
    this.#drop();
    if (this.closed) return;
    if (wasUp) {
      this.downSince = performance.now();
      this.state("down");
    }
    if (code === TICKET_REFUSED || code === BAD_MESSAGES) {
      this.close();
      memory.resume = "";
      // hung up on while all was well: somebody else has the place now
      this.refused(this.early ? "early" : wasUp ? "taken" : resuming ? "resume" : "ticket");
    } else if (performance.now() - this.downSince > GRACE_MS) {
      this.close();
      this.refused("lost");
    } else {
      this.#soon(RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)]);
    }
  }

  #soon(ms) {
    if (this.closed || this.welcomed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), ms);
  }

  #look() {
    // A network that vanished closes no socket: silence tells.
    if (this.socket && performance.now() - this.heardAt > (this.welcomed ? SILENT_MS : OPENING_MS)) this.#down(0);
  }

  #drop() {
    this.welcomed = false;
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }
}
