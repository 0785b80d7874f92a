// What the JavaScript client makes of a fault: node observe.mjs URL STREAM_ID
// Sends three fragments, the last two together, or again those without a result after it has
// reconnected, then stream:end.
// Prints one line of JSON when the stream is complete, or when the client gives up.
import { io } from "socket.io-client";

const [url, stream] = process.argv.slice(2);
const socket = io(url, { auth: { token: "test-api-key" }, transports: ["websocket"],
                         reconnectionDelay: 50, reconnectionDelayMax: 200 });
const ids = [0, 1, 2].map(() => crypto.randomUUID());
const seen = { acks: [], results: [], errors: [], reason: null, refused: null,
               reconnected: false };
const done = () => {
  console.log(JSON.stringify(seen));
  process.exit(0);
};
const audio = (number) => Buffer.alloc(600, 65 + number).toString("base64");

setTimeout(() => {
  console.error(`no end of it: ${JSON.stringify(seen).slice(0, 1000)}`);
  process.exit(1);
}, 60000);

// Settles when a fragment has its outcome, or with the connection.
const outcome = (number) => new Promise((resolve) => {
  const look = () => (answered(number) || !socket.connected ? resolve() : setTimeout(look, 5));
  look();
});
const answered = (number) =>
  seen.results.concat(seen.errors).some((one) => one.number === number);
const send = (number) => answered(number) || !socket.connected || socket.emit("fragment:data", {
  fragment_id: ids[number], stream_id: stream, sequence_number: number, timestamp: Date.now(),
  audio: { format: "m4a", sample_rate_hz: 48000, channels: 1, duration_ms: 1000,
           data_base64: audio(number) } });

socket.on("connect", async () => {
  const { id } = socket;
  seen.reconnected = seen.reason !== null;
  socket.emit("stream:init", { stream_id: stream, worker_id: "js", config: {}, max_inflight: 5 });
  await new Promise((resolve) => socket.once("stream:ready", resolve));
  send(0);
  await outcome(0);
  send(1);
  send(2);
  await outcome(2);
  if (socket.id === id) socket.emit("stream:end", { stream_id: stream });
});
socket.on("fragment:ack", (ack) => seen.acks.push(ids.indexOf(ack.fragment_id)));
socket.on("fragment:processed", (result) => {
  const number = result.sequence_number;
  seen.results.push({ number, status: result.status, code: result.error?.code,
                      same: result.dubbed_audio?.data_base64 === audio(number) });
});
socket.on("error", (error) =>
  seen.errors.push({ number: ids.indexOf(error.fragment_id), code: error.code }));
socket.on("stream:complete", done);
socket.on("connect_error", (error) => (seen.refused = error.message));
socket.on("disconnect", (reason) => {
  seen.reason = reason;
  if (!socket.active) done();
});
