// One STS session with the JavaScript client: node session.mjs URL TRANSPORTS FRAGMENTS BASE64_BYTES
// TRANSPORTS is "default" or a list such as "polling" or "websocket". Prints one line of JSON.
import { io } from "socket.io-client";

const [url, transports, count, size] = process.argv.slice(2);
const options = { auth: { token: "test-api-key" }, reconnection: false };
if (transports !== "default") options.transports = transports.split(",");
const socket = io(url, options);
const fail = (why) => {
  console.error(why);
  process.exit(1);
};
const deadline = setTimeout(() => fail("the session took too long"), 60000);
const next = (event) => new Promise((resolve) => socket.once(event, resolve));

socket.on("connect_error", (error) => fail(`connect_error: ${error.message}`));
socket.on("error", (error) => fail(`error: ${JSON.stringify(error)}`));

await next("connect");
const upgraded = new Promise((resolve) => {
  if (transports !== "default" || socket.io.engine.transport.name === "websocket") resolve();
  else socket.io.engine.once("upgrade", resolve);
});
socket.emit("stream:init", { stream_id: "js", worker_id: "js", config: {} });
await next("stream:ready");
await upgraded;
const audio = "QUJD".repeat(Number(size) / 4);
let acks = 0;
socket.on("fragment:ack", () => acks++);
for (let number = 0; number < Number(count); number++) {
  const processed = next("fragment:processed");
  socket.emit("fragment:data", {
    fragment_id: crypto.randomUUID(), stream_id: "js", sequence_number: number,
    timestamp: Date.now(),
    audio: { format: "m4a", sample_rate_hz: 48000, channels: 1, duration_ms: 1000,
             data_base64: audio },
  });
  const result = await processed;
  if (result.sequence_number !== number) fail(`got number ${result.sequence_number}`);
  if (result.dubbed_audio.data_base64 !== audio) fail("the audio differs");
}
const answer = await socket.timeout(10000).emitWithAck("stream:end", { stream_id: "js" });
const disconnected = next("disconnect");
const reason = await disconnected;
clearTimeout(deadline);
console.log(JSON.stringify({ transport: socket.io.engine.transport.name, acks,
                             complete: answer.total_fragments, reason }));
process.exit(0);
