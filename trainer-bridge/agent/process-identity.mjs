// Plain JavaScript: the supervisor runs it without a loader, so that it starts fast and stays small.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const HAS_PROC = existsSync("/proc/self/stat");

function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** Start times in /proc count ticks since boot, so the boot is part of them. */
function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return `${bootId()}:${fields[19]}`;
  } catch {
    return null;
  }
}

function fromPs(pid) {
  const said = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  const line = (said.stdout ?? "").trim();
  if (said.status !== 0 || line === "" || line.startsWith("Z")) return null;
  return line.replace(/^\S+\s+/, "");
}

export function startTimeOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return HAS_PROC ? fromProc(pid) : fromPs(pid);
}

export function identify(pid) {
  const startTime = startTimeOf(pid);
  return startTime === null ? null : { pid, startTime };
}

export function isAlive(identity) {
  return startTimeOf(identity.pid) === identity.startTime;
}
