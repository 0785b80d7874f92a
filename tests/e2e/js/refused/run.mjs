// A client that cannot get in: prints the first error that it sees.
// node run.mjs PACKAGE URL OPTIONS [PARSER]
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [name, url, options, parser] = process.argv.slice(2);
const client = require(name);
const io = client.io ?? client;
const socket = io(url, {
  ...JSON.parse(options),
  ...(parser ? { parser: require(parser) } : {}),
  reconnection: false,
});
const end = (text) => {
  console.log(text);
  process.exit(0);
};
socket.on("connect", () => end("connected"));
socket.on("connect_error", (error) => end(`connect_error: ${error.message ?? error}`));
socket.on("error", (error) => end(`error: ${error.message ?? error}`));
socket.on("disconnect", (reason) => end(`disconnect: ${reason}`));
for (const manager of [socket.io]) {
  manager.on("close", (reason) => end(`close: ${reason}`));
}
setTimeout(() => end("nothing"), 10000);
