// Workers as they should be, as ../good_worker.py, with the JavaScript client: node worker.mjs
// Reads a plan in each line (../plan.py), and runs all at once. Says in lines of JSON
// {"stream", "reached": true} when one halts, {"stream", "complete": true} when one is done, and
// {"stream", "error"} when it is not; "late" is by how many ms the program was late meanwhile.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.argv[2]}/`);
const { io } = await import(pathToFileURL(require.resolve("socket.io-client")));
const PATIENCE = 30000;
const lateness = []; // of this program: [time, ms], where it was late
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  if (now - last > 40) lateness.push([now, now - last - 10]);
  last = now;
}, 10);
const say = (what, since) => console.log(JSON.stringify({ ...what, late: Math.max(0, ...lateness
  .filter(([time]) => time >= since).map(([, ms]) => ms)) }));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
class Lost extends Error {}

class Worker {
  constructor(plan) {
    this.plan = plan;
    this.fragments = Array.from({ length: plan.fragments }, (_, number) => (
      { number, id: crypto.randomUUID(), sent: 0, tries: 0, resent: false, done: "" }));
    this.pauses = plan.pause_after >= 0;
    this.began = performance.now();
    this.changed = () => {};
  }

  async run() {
    const end = Date.now() + 3 * PATIENCE;
    while (!this.complete) {
      try {
        await this.connection();
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
      }
      if (this.complete) break;
      if (Date.now() > end) throw new Error("no end of it");
      await sleep(this.plan.backoff * 1000);
    }
  }

  async connection() {
    const { url, transport } = this.plan;
    this.paused = this.fatal = this.lost = false;
    this.delay = this.notBefore = 0;
    this.answer = null;
    for (const one of this.fragments) one.sent = 0;
    const socket = this.socket = io(url, { auth: { token: "test-api-key" }, reconnection: false,
                                           transports: [transport], forceNew: true });
    const gone = () => { this.lost = true; this.changed(); };
    socket.on("connect_error", gone).on("disconnect", gone).on("connect", () => this.changed());
    for (const event of ["stream:ready", "fragment:processed", "stream:complete", "backpressure",
                         "error"])
      socket.on(event, (payload) => { this.hear(event, payload); this.changed(); });
    try {
      await this.wait(() => socket.connected, PATIENCE);
      socket.emit("stream:init", { stream_id: this.plan.stream, worker_id: "worker-1",
        config: this.plan.config, max_inflight: this.plan.max_inflight, timeout_ms: 30000 });
      await this.wait(() => this.answer, PATIENCE);
      if (!this.answer?.session_id) throw new Lost();
      if (this.ended) await this.wait(() => this.complete, 400);
      while (!this.complete) await this.step();
    } finally {
      socket.disconnect();
    }
  }

  async step() {
    const { plan, socket } = this;
    const now = Date.now();
    for (const one of this.fragments) {
      if (!one.sent || one.done || now - one.sent < plan.result_timeout * 1000) continue;
      if (plan.resends && !one.resent) Object.assign(one, { resent: true, sent: 0 });
      else one.done = "lost";
    }
    const done = this.fragments.filter((one) => one.done).length;
    const flying = this.fragments.filter((one) => one.sent && !one.done).length;
    if (plan.halt_after >= 0 && done >= plan.halt_after) {
      say({ stream: plan.stream, reached: true }, this.began);
      await this.wait(() => false, PATIENCE);
    }
    const pauses = this.pauses && done + flying >= plan.pause_after;
    if (pauses && !flying) {
      this.pauses = false;
      await this.call("stream:pause", { stream_id: plan.stream });
      await sleep(50);
      await this.call("stream:resume", { stream_id: plan.stream });
    }
    const todo = this.fatal ? undefined
      : this.fragments.find((one) => !one.done && !one.sent);
    if (pauses && flying) {
      await this.wait(null, 30);
    } else if (todo && flying < plan.max_inflight && !this.paused && Date.now() >= this.notBefore) {
      this.send(todo);
    } else if (!flying && !todo) {
      this.ended = true;
      socket.emit("stream:end", { stream_id: plan.stream });
      await this.wait(() => this.complete, PATIENCE);
    } else {
      await this.wait(null, 30);
    }
  }

  async call(event, payload) {
    let answered = false;
    this.socket.emit(event, payload, () => { answered = true; this.changed(); });
    await this.wait(() => answered, PATIENCE);
  }

  send(one) {
    one.sent = Date.now();
    one.tries++;
    this.notBefore = one.sent + this.delay;
    this.socket.emit("fragment:data", {
      fragment_id: one.id, stream_id: this.plan.stream, sequence_number: one.number,
      timestamp: Date.now(),
      audio: { format: "m4a", sample_rate_hz: 48000, channels: 1, duration_ms: 1000,
               data_base64: Buffer.alloc(300, 65 + (one.number % 26)).toString("base64") } });
  }

  // Until something happens (null), or something is so.
  async wait(what, ms) {
    const end = Date.now() + ms;
    for (;;) {
      if (this.complete) return;
      if (this.lost) throw new Lost();
      if (what?.()) return;
      const left = end - Date.now();
      if (left <= 0) return;
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.changed = () => { clearTimeout(timer); resolve(); };
      });
      if (!what && !this.lost) return;
    }
  }

  hear(event, payload) {
    const one = this.fragments.find((other) => other.id === payload.fragment_id);
    if (event === "stream:ready") this.answer = payload;
    else if (event === "stream:complete") this.complete = true;
    else if (event === "backpressure") {
      this.paused = payload.action === "pause";
      this.delay = payload.action === "slow_down" ? payload.recommended_delay_ms : 0;
      this.notBefore = Date.now() + this.delay;
    } else if (event === "error") {
      this.answer ??= payload;
      this.fatal ||= payload.severity === "fatal";
      if (one) this.failed(one, payload.retryable);
    } else {
      this.socket.emit("fragment:ack", { fragment_id: payload.fragment_id, timestamp: Date.now(),
        status: payload.status === "success" ? "applied" : "received" });
      if (one && payload.status === "failed") this.failed(one, payload.error.retryable);
      else if (one) one.done = payload.status;
    }
  }

  failed(one, retryable) {
    if (one.done) return;
    if (retryable && one.tries < this.plan.tries) one.sent = 0;
    else one.done = "failed";
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const plan = JSON.parse(line);
  const worker = new Worker(plan);
  worker.run().then(() => say({ stream: plan.stream, complete: true }, worker.began),
                    (error) => say({ stream: plan.stream, error: String(error.stack ?? error) },
                                   worker.began));
}
process.exit(0);
