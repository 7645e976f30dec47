import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program `RUN_DIR WAY [ARGUMENT…]` that behaves, or fails, in the way that a test asks for. */
const SCRIPT = `#!${process.execPath}
const fs = require("node:fs");
const path = require("node:path");
const [runDir, way, ...args] = process.argv.slice(2);
const at = (name) => path.join(runDir, name);
const write = (name, value) => fs.writeFileSync(at(name), JSON.stringify(value));
fs.appendFileSync(at("starts"), "x");
const checkpoint = () => { fs.writeFileSync(at("checkpoint"), ""); process.exit(75); };
const ways = {
  succeed: () => {},
  environment: () => write("environment.seen", process.env),
  arguments: () => write("arguments.seen", args),
  busy: () => { for (;;); },
  stubborn: () => { process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); },
  until: () => setInterval(() => {
    // Whoever writes it creates it first: an empty one is not the word yet.
    const said = fs.existsSync(at("finish")) ? fs.readFileSync(at("finish"), "utf8") : "";
    if (said !== "") process.exit(Number(said));
  }, 20),
  // As the real trainer: asked by the file or by SIGTERM it writes a checkpoint; from one it goes on to its end.
  checkpoint: () => {
    if (fs.existsSync(at("checkpoint"))) return;
    process.on("SIGTERM", checkpoint);
    setInterval(() => { if (fs.existsSync(at("cancel"))) checkpoint(); }, 20);
  },
};
ways[way]();
`;

/** Writes it into a folder and returns its path. */
export function writeTrainer(folder: string): string {
  const path = join(folder, "trainer");
  writeFileSync(path, SCRIPT);
  chmodSync(path, 0o755);
  return path;
}
