import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

const HAS_PROC = existsSync("/proc/self/stat");
/** Linux counts CPU time in ticks of 1/100 s for user space on every architecture Node runs on. */
const TICKS_PER_SECOND = 100;

export interface GroupMember {
  pid: number;
  cpuSeconds: number;
}

function memberFromProc(pid: number, pgid: number): GroupMember | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X" || Number(fields[2]) !== pgid) return null;
    return { pid, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
  } catch {
    return null; // it ended while we looked
  }
}

/** `[dd-]hh:mm:ss` or `mm:ss.cc` of ps, in seconds. */
export function parsePsTime(text: string): number {
  const [days, clock] = text.includes("-") ? text.split("-") : ["0", text];
  const parts = (clock ?? "").split(":").map(Number);
  return Number(days) * 86_400 + parts.reduce((sum, part) => sum * 60 + part, 0);
}

function membersFromPs(pgid: number): GroupMember[] {
  const said = spawnSync("ps", ["-A", "-o", "pid=,pgid=,stat=,time="], { encoding: "utf8" });
  return (said.stdout ?? "").split("\n").flatMap((line) => {
    const [pid, group, stat, time] = line.trim().split(/\s+/);
    if (Number(group) !== pgid || !stat || stat.startsWith("Z")) return [];
    return [{ pid: Number(pid), cpuSeconds: parsePsTime(time ?? "0") }];
  });
}

/** The living processes of a process group; zombies are not living. */
export function membersOf(pgid: number): GroupMember[] {
  if (!HAS_PROC) return membersFromPs(pgid);
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const member = memberFromProc(Number(name), pgid);
    return member ? [member] : [];
  });
}

/** Whether anything of the group lives. */
export function isGroupAlive(pgid: number): boolean {
  try {
    process.kill(-pgid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  // A group of zombies still takes signals: where nobody reaps them they would be waited for forever.
  return membersOf(pgid).length > 0;
}

/** Signals every process of the group; a group that is gone is no error. */
export function signalGroup(pgid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pgid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
