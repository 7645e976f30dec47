import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { endGroup, identify, isAlive } from "./processes";

const identity = z.object({ pid: z.number().int().positive(), startTime: z.string() });
const state = z.object({
  owner: identity,
  root: z.string(),
  url: z.string().nullable(),
  /** Process groups that must not outlive the owner; Postgres is not among them: it is adopted. */
  children: z.record(z.string(), identity),
});
export type InstanceState = z.infer<typeof state>;

/** What the state file says, or null if there is none that can be read. */
export function readState(file: string): InstanceState | null {
  try {
    return state.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** The Stepwell that is running now from this home, or null. */
export function runningInstance(file: string): InstanceState | null {
  const found = readState(file);
  return found && isAlive(found.owner) ? found : null;
}

function writeState(file: string, value: InstanceState): void {
  const scratch = `${file}.${process.pid}`;
  writeFileSync(scratch, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(scratch, file);
}

/** This process' claim on the home folder, and the list of children a later start would have to end. */
export class Instance {
  private constructor(
    private readonly file: string,
    private current: InstanceState,
  ) {}

  /**
   * Claims the home, or answers who has it. Two starts at the same moment: one of them waits for the other's claim.
   * Children left behind by an owner that was killed are ended first.
   */
  static async claim(file: string, root: string): Promise<Instance | InstanceState> {
    const release = await lock(`${file}.lock`);
    try {
      const running = runningInstance(file);
      if (running) return running;
      await endLeftovers(readState(file));
      const owner = identify(process.pid);
      if (!owner) throw new Error("This system does not say when a process started (ps is missing?).");
      const instance = new Instance(file, { owner, root, url: null, children: {} });
      writeState(file, instance.current);
      return instance;
    } finally {
      release();
    }
  }

  setUrl(url: string): void {
    this.current = { ...this.current, url };
    writeState(this.file, this.current);
  }

  setChild(name: string, pid: number): void {
    const who = identify(pid);
    if (!who) return;
    this.current = { ...this.current, children: { ...this.current.children, [name]: who } };
    writeState(this.file, this.current);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

/** Ends, in order, what a killed owner left behind: the agent first, it may still want to talk to the server. */
async function endLeftovers(left: InstanceState | null): Promise<void> {
  if (!left) return;
  const names = Object.keys(left.children).sort((a, b) => Number(b === "agent") - Number(a === "agent"));
  for (const name of names) {
    const child = left.children[name];
    if (child) await endGroup(child, 3_000);
  }
}

/** A lock file that holds its owner, so that one left by a killed process is recognised and removed. */
export async function lock(
  file: string,
  limitMs = 60_000,
  onWait: () => void = () => {},
): Promise<() => void> {
  const deadline = Date.now() + limitMs;
  while (!tryLock(file)) {
    onWait();
    if (Date.now() > deadline)
      throw new Error(`Another Stepwell holds ${file}; remove it if none is running.`);
    await sleep(100);
  }
  return () => rmSync(file, { force: true });
}

function tryLock(file: string): boolean {
  const me = identify(process.pid);
  try {
    const fd = openSync(file, "wx", 0o600);
    writeFileSync(fd, JSON.stringify(me));
    closeSync(fd);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (isAbandoned(file)) rmSync(file, { force: true });
    return false;
  }
}

function isAbandoned(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const holder = identity.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return holder.success && !isAlive(holder.data);
  } catch {
    return false; // being written this very moment
  }
}
