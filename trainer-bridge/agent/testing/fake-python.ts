import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Stands where the trainer's Python stands and is called like it: `-m stepwell_trainer doctor|run|drain …`.
 * What `run` does is the first word of the job's name, so that each test chooses a way to behave or to fail.
 * It writes what it saw (arguments, environment, pid) to seen.json in its run directory.
 */
const SCRIPT = `#!${process.execPath}
const fs = require("node:fs");
const path = require("node:path");
const { spawn } = require("node:child_process");
const [, , verb, runDir] = process.argv.slice(2);
const at = (name) => path.join(runDir, name);
const forever = () => setInterval(() => {}, 1000);
const checkpointOnCancel = () => setInterval(() => { if (fs.existsSync(at("cancel"))) process.exit(75); }, 20);

const ways = {
  succeed: () => console.log("done"),
  crash: () => { process.stderr.write("Traceback: the trainer broke\\n"); process.exitCode = 1; },
  binary: () => { process.stderr.write(Buffer.from([0, 1, 255, 254, 27, 91, 51, 49, 109, 104, 105, 10])); process.exitCode = 1; },
  "full-disk": () => { process.stderr.write("OSError: [Errno 28] No space left on device\\n"); process.exitCode = 1; },
  segfault: () => { process.kill(process.pid, "SIGSEGV"); forever(); },
  cancellable: checkpointOnCancel,
  obedient: () => forever(),
  stubborn: () => { process.on("SIGTERM", () => {}); forever(); },
  until: () => setInterval(() => {
    // Whoever writes it creates it first: an empty one is not the word yet.
    const said = fs.existsSync(at("finish")) ? fs.readFileSync(at("finish"), "utf8") : "";
    if (said !== "") process.exit(Number(said));
  }, 20),
  family: () => {
    const child = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: "ignore" });
    fs.writeFileSync(at("child.pid"), String(child.pid));
    checkpointOnCancel();
  },
  abandon: () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    fs.writeFileSync(at("child.pid"), String(child.pid));
    child.unref();
  },
  unsent: () => {
    fs.mkdirSync(at("spool"));
    fs.writeFileSync(at("spool/metrics-000001.jsonl"), "{}\\n");
    process.exitCode = 0;
  },
};

if (verb === "doctor") console.log(JSON.stringify({ ready: true }));
else if (verb === "drain") {
  fs.appendFileSync(at("drains"), "x");
  const blocked = fs.existsSync(at("block-drain"));
  if (blocked) process.exitCode = 75;
  else if (!fs.existsSync(at("lie-about-drain"))) fs.rmSync(at("spool"), { recursive: true, force: true });
} else {
  const job = JSON.parse(fs.readFileSync(at("job.json"), "utf8"));
  fs.appendFileSync(at("starts"), "x");
  fs.writeFileSync(at("seen.json.tmp"), JSON.stringify({ pid: process.pid, argv: process.argv, env: process.env, job }));
  fs.renameSync(at("seen.json.tmp"), at("seen.json"));
  ways[job.name.split(" ")[0]]();
}
`;

/** Writes the script into a folder and returns its path, to be given as --python. */
export function writeFakePython(folder: string): string {
  const path = join(folder, "python");
  writeFileSync(path, SCRIPT);
  chmodSync(path, 0o755);
  return path;
}
