// An STS written with socket.io from spec 016 alone, as somebody would write it who has never seen
// echo-sts: no Socket.IO ack is answered, and what spec 016 leaves open is left open.
//
//     PORT=8000 node node_server.mjs [FAULT]
//
// FAULT plants one fault; the table is in ../server_table.py.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Server } from "socket.io";

const [fault = ""] = process.argv.slice(2);
const KEY = "test-api-key";
const AUDIO_MAX = 10485760;
const AUTO_DISCONNECT_MS = 5000;
const ONE_SESSION = randomUUID();

// code: [severity, retryable]
const ERRORS = {
  AUTH_FAILED: ["fatal", false],
  STREAM_NOT_FOUND: ["error", false],
  INVALID_CONFIG: ["error", false],
  FRAGMENT_TOO_LARGE: ["error", false],
};

function error(code, message, more = {}) {
  const [severity, retryable] = ERRORS[code];
  return {
    error_id: fault === "error-id" ? "7" : randomUUID(),
    code: fault === "wrong-code" && code === "STREAM_NOT_FOUND" ? "INVALID_CONFIG" : code,
    message,
    severity: fault === "severity" ? "warning" : severity,
    retryable: fault === "retryable" ? !retryable : retryable,
    ...more,
  };
}

function within(value, low, high) {
  return value === undefined || (Number.isInteger(value) && value >= low && value <= high);
}

function isConfig(init) {
  if (fault === "takes-any-init") return true;
  const text = (value) => typeof value === "string" && value.length > 0;
  return text(init?.stream_id) && text(init.worker_id) && typeof init.config === "object" &&
    init.config !== null && within(init.max_inflight, 1, 10) &&
    within(init.timeout_ms, 1000, 30000) &&
    within(init.config.chunk_duration_ms, 100, 6000) &&
    [undefined, 16000, 22050, 44100, 48000].includes(init.config.sample_rate_hz) &&
    [undefined, 1, 2].includes(init.config.channels);
}

// One stream of one connection: fragments are processed side by side, results leave in order.
class Session {
  constructor(socket, init) {
    this.socket = socket;
    this.id = init.stream_id;
    this.started = Date.now();
    this.next = 0;
    this.done = new Map();
    this.times = [];
    this.inFlight = 0;
    this.ending = false;
    socket.emit("stream:ready", {
      stream_id: fault === "ready-stream" ? "another" : this.id,
      session_id: fault === "one-session" ? ONE_SESSION : randomUUID(),
      max_inflight: init.max_inflight ?? 3,
      ...(fault === "no-capabilities"
        ? {} : { capabilities: { batch_processing: false, async_delivery: true } }),
    });
  }

  take(fragment) {
    const ack = () => this.socket.emit("fragment:ack", {
      fragment_id: fault === "ack-id" ? randomUUID() : fragment.fragment_id,
      status: fault === "ack-status" ? "done" : "queued",
    });
    const began = Date.now();
    this.inFlight++;
    if (fault !== "late-ack" && fault !== "no-ack") ack();
    if (fault === "two-acks") ack();
    setTimeout(() => {
      this.finish(fragment, Date.now() - began);
      if (fault === "late-ack") ack();
    }, 2 + 3 * (fragment.sequence_number % 3));
  }

  finish(fragment, took) {
    this.done.set(fragment.sequence_number, { fragment, took });
    if (fault === "unordered") {
      this.send(fragment.sequence_number);
      return;
    }
    while (this.done.has(this.next)) this.send(this.next++);
  }

  send(number) {
    const { fragment, took } = this.done.get(number);
    this.done.delete(number);
    this.inFlight--;
    this.times.push(took);
    const audio = fault === "base64" ? { ...fragment.audio, data_base64: "AA*A" } : fragment.audio;
    const result = {
      fragment_id: fragment.fragment_id,
      stream_id: this.id,
      sequence_number: fault === "result-number" ? number + 1 : number,
      status: "success",
      ...(fault === "no-audio" ? {} : { dubbed_audio: audio }),
      transcript: "hello",
      translated_text: "hola",
      processing_time_ms: fault === "text-time" ? String(took) : took,
    };
    if (!(fault === "lost-result" && number === 2))
      this.socket.emit("fragment:processed", result);
    if (fault === "two-results") this.socket.emit("fragment:processed", result);
    this.completeIfDone();
  }

  end() {
    this.ending = true;
    if (fault === "early-complete") this.complete();
    else this.completeIfDone();
  }

  completeIfDone() {
    if (this.ending && this.inFlight === 0 && fault !== "early-complete") this.complete();
  }

  complete() {
    const sorted = [...this.times].sort((a, b) => a - b);
    const count = sorted.length;
    const complete = {
      stream_id: this.id,
      total_fragments: fault === "one-too-many" ? count + 1 : count,
      total_duration_ms: Date.now() - this.started,
      statistics: {
        success_count: count,
        partial_count: 0,
        failed_count: 0,
        avg_processing_time_ms: count ? sorted.reduce((a, b) => a + b, 0) / count : 0,
        p95_processing_time_ms: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0,
      },
    };
    if (fault === "no-statistics") delete complete.statistics;
    if (fault === "no-complete") return;
    this.socket.emit("stream:complete", complete);
    if (fault === "two-completes") this.socket.emit("stream:complete", complete);
    this.socket.data.session = undefined;
    setTimeout(() => this.socket.data.session || this.socket.disconnect(true), AUTO_DISCONNECT_MS);
  }
}

const http = createServer();
const io = new Server(http, {
  cors: { origin: "*" },
  maxHttpBufferSize: 52428800,
  pingInterval: fault === "ping-values" ? 20000 : 25000,
  pingTimeout: 10000,
});

io.use((socket, next) => {
  const token = socket.handshake.auth?.token;
  if (token === KEY || (fault === "any-key" && token)) return next();
  const refusal = new Error(fault === "refusal" ? "go away" : "AUTH_FAILED");
  return next(refusal);
});

io.on("connection", (socket) => {
  const refuse = (code, message, more) => {
    socket.emit("error", error(code, message, more));
    if (fault === "leaves") socket.disconnect(true);
  };
  const of = (message) => {
    const session = socket.data.session;
    if (session && (fault === "any-stream" || session.id === message?.stream_id)) return session;
    if (fault !== "silent") refuse("STREAM_NOT_FOUND", "no such stream");
    return undefined;
  };
  socket.on("stream:init", (init) => {
    const refused = fault === "ten-refused" && init?.max_inflight === 10;
    if (!isConfig(init) || refused || socket.data.session)
      refuse("INVALID_CONFIG", "stream:init is invalid");
    else socket.data.session = new Session(socket, init);
  });
  socket.on("fragment:data", (fragment) => {
    const session = of(fragment);
    if (!session) return;
    if (fragment.audio?.data_base64?.length > AUDIO_MAX && fault !== "any-size")
      refuse("FRAGMENT_TOO_LARGE", "over 10 MiB", { fragment_id: fragment.fragment_id });
    else if (fault === "stereo-refused" && fragment.audio?.channels === 2)
      refuse("INVALID_CONFIG", "stereo");
    else session.take(fragment);
  });
  socket.on("stream:pause", (message) => void of(message));
  socket.on("stream:resume", (message) => void of(message));
  socket.on("stream:end", (message) => of(message)?.end());
  socket.on("fragment:ack", () => {
    if (fault === "acks-refused") refuse("INVALID_CONFIG", "an ack");
  });
});

process.on("SIGTERM", () => process.exit(0));
http.listen(Number(process.env.PORT), "127.0.0.1");
