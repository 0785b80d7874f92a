// A session from the command line: node run.mjs PACKAGE SETTINGS, both as in clients.py.
// Prints one line of JSON.
import process from "node:process";
import { session } from "./session.mjs";

const [name, settings] = process.argv.slice(2);
const client = await import(name);
try {
  console.log(JSON.stringify(await session(client.io ?? client.default.io,
                                           JSON.parse(settings))));
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
