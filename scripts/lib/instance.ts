import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { lock } from "@/trainer-bridge/agent/file-lock";
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
