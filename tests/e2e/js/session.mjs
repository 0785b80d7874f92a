// One STS session with socket.io-client, wherever JavaScript runs: Node, Deno, Bun, a browser.
// run.mjs is its command line; clients.py says what is in the settings and in the answer.
const LONGEST = 60000; // milliseconds

export function session(io, settings) {
  let socket;
  let deadline;
  const seen = { transport: "", connections: 0, acks: 0, results: 0, total: null, reasons: [] };
  const done = new Promise((resolve, reject) => {
    deadline = setTimeout(() => reject(new Error("no end of it")), LONGEST);
    const options = { auth: { token: "test-api-key" }, forceNew: true, reconnectionDelay: 50,
                      reconnectionDelayMax: 200, reconnection: settings.lost };
    if (settings.transport !== "upgrade") options.transports = [settings.transport];
    socket = io(settings.url, options);
    play(socket, settings, seen, resolve, reject);
  });
  return done.then(() => seen, (error) => {
    throw new Error(`${error.message}: ${JSON.stringify(seen)}`);
  }).finally(() => {
    clearTimeout(deadline);
    socket.disconnect();
  });
}

// Settles when the server disconnects after the end, or when something is not as it should be.
function play(socket, { transport, stream, sizes, lost }, seen, resolve, reject) {
  const ids = sizes.map((_, number) => `${stream}-${number}`);
  const audios = sizes.map((size) => "QUJD".repeat(size / 4));
  const acked = new Set();
  const wake = new Set(); // who waits for something to happen
  let answered = 0;
  const until = (condition) => new Promise((settle) => {
    const look = () => condition() && wake.delete(look) && settle();
    wake.add(look);
    look();
  });
  const happened = () => [...wake].forEach((look) => look());

  const work = async () => {
    const { id } = socket;
    const here = () => socket.connected && socket.id === id;
    // Each takes what is true now: it may all be over when it gets its turn.
    const wait = (condition) => until(() => condition() || !here());
    seen.connections++;
    let ready = false;
    socket.once("stream:ready", () => (ready = true) && happened());
    socket.emit("stream:init", { stream_id: stream, worker_id: "js", config: {} });
    const { engine } = socket.io;
    engine.on("upgrade", happened);
    await wait(() => ready && (transport !== "upgrade" || engine.transport.name === "websocket"));
    seen.transport = engine.transport.name;
    while (here() && answered < sizes.length) {
      const number = answered;
      socket.emit("fragment:data", {
        fragment_id: ids[number], stream_id: stream, sequence_number: number,
        timestamp: Date.now(),
        audio: { format: "m4a", sample_rate_hz: 48000, channels: 1, duration_ms: 1000,
                 data_base64: audios[number] } });
      await wait(() => answered > number);
    }
    if (here()) socket.emit("stream:end", { stream_id: stream }, (answer) => {
      seen.total = answer.total_fragments;
    });
  };

  socket.on("connect", () => work().catch(reject));
  socket.on("fragment:ack", (ack) => {
    seen.acks++;
    acked.add(ack.fragment_id);
  });
  socket.on("fragment:processed", (result) => {
    const number = result.sequence_number;
    if (number < answered && lost) return; // a known one, which was sent again
    if (number !== answered) reject(new Error(`result ${number} instead of ${answered}`));
    // The ack of the one whose result the loss took may be lost with it.
    else if (!acked.has(ids[number]) && !lost)
      reject(new Error(`result ${number} without an ack`));
    else if (result.dubbed_audio.data_base64 !== audios[number])
      reject(new Error(`result ${number} has other audio`));
    seen.results = ++answered;
    happened();
  });
  let complete = false;
  socket.on("stream:complete", () => (complete = true));
  socket.on("error", (error) => reject(new Error(`error ${JSON.stringify(error)}`)));
  socket.on("connect_error", (error) => lost || reject(new Error(error.message)));
  socket.on("disconnect", (reason) => {
    seen.reasons.push(reason);
    happened();
    if (complete) resolve();
    else if (!lost) reject(new Error("lost"));
  });
}
