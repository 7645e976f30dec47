import { existsSync } from "node:fs";
import { type ArtifactRef, artifactRef, type JobSpec } from "../../../lib/contracts";
import { isPlainPath } from "../../../lib/domain/artifact-manifest";
import { writeAtomic } from "../durable-file.mjs";
import type { HeldAttempt } from "../run-directory";
import { readRecord, runFile } from "../run-files";
import type { ArtifactDisk } from "./disk";
import type { Library, Progress } from "./library";

const MIB = 1024 ** 2;

/** The artifact that a job reads; null if it reads none. */
export function inputOf(spec: JobSpec): ArtifactRef | null {
  switch (spec.kind) {
    case "sft":
      return spec.traces;
    case "grpo":
    case "evaluate":
      return spec.checkpoint;
    case "rewrite":
    case "command":
      return null;
  }
}

function withInput(spec: JobSpec, path: string): JobSpec {
  switch (spec.kind) {
    case "sft":
      return { ...spec, traces: { ...spec.traces, path } };
    case "grpo":
      return spec.checkpoint ? { ...spec, checkpoint: { ...spec.checkpoint, path } } : spec;
    case "evaluate":
      return { ...spec, checkpoint: { ...spec.checkpoint, path } };
    case "rewrite":
    case "command":
      return spec;
  }
}

/** Where below a job's output folder a checkpoint of it lay on the host that wrote it. Throws for what was never there. */
export function wayInOutput(jobId: string, path: string): string {
  const mark = `/jobs/${jobId}/`;
  const at = path.lastIndexOf(mark);
  const way = at < 0 ? "" : path.slice(at + mark.length).replace(/\/+$/, "");
  if (!isPlainPath(way))
    throw new Error(`${JSON.stringify(path.slice(0, 200))} is no checkpoint of ${jobId}`);
  return way;
}

/** What an attempt still needs on this host before its trainer can start. */
export interface Missing {
  input: ArtifactRef | null;
  resumeFrom: ArtifactRef | null;
}

/** Brings what an attempt reads to the disk where its trainer runs. */
export class AttemptInputs {
  constructor(
    private readonly library: Library,
    private readonly disk: ArtifactDisk,
  ) {}

  /** Null where everything is there. */
  async missing({ runDir, spec }: HeldAttempt): Promise<Missing | null> {
    const [wanted, from] = [inputOf(spec), readRecord(runFile(runDir, "resumeFrom"), artifactRef)];
    const input = wanted && !(await this.disk.holds(wanted)) ? wanted : null;
    const resumeFrom = from && !(await this.isRestored(spec, from)) ? from : null;
    return input || resumeFrom ? { input, resumeFrom } : null;
  }

  /**
   * Fetches what is missing and writes job.json anew with the paths here. May be broken off and called again.
   *
   * Throws where it cannot be had.
   */
  async bring(held: HeldAttempt, missing: Missing, signal: AbortSignal): Promise<void> {
    const { input, resumeFrom } = missing;
    const holds = [input, resumeFrom].flatMap((one) => (one ? [this.library.hold(one)] : []));
    try {
      if (resumeFrom) await this.restore(held.spec, resumeFrom, signal);
      if (input) await this.bringInput(held, input, signal);
    } finally {
      for (const letGo of holds) letGo();
    }
  }

  private async bringInput(held: HeldAttempt, input: ArtifactRef, signal: AbortSignal): Promise<void> {
    const path = await this.disk.bring(await this.library.fetch(input, signal));
    held.spec = withInput(held.spec, path);
    // A run directory that was removed meanwhile stays removed.
    if (existsSync(held.runDir))
      writeAtomic(runFile(held.runDir, "job"), `${JSON.stringify(held.spec, null, 1)}\n`);
  }

  /** For people, e.g. `fetching checkpoint, 34 of 120 MiB`. */
  words({ input, resumeFrom }: Missing): string {
    const all = [resumeFrom, input].flatMap((artifact) => artifact ?? []);
    const found = all.map((artifact) => this.library.progressOf(artifact)).find((one) => one !== null);
    const what = input?.checkpointId === null ? "data" : "checkpoint";
    return found ? `fetching ${what}, ${inMib(found)}` : `fetching ${what}`;
  }

  private async isRestored(spec: JobSpec, from: ArtifactRef): Promise<boolean> {
    const path = this.disk.outputPath(spec.outputDir, wayInOutput(spec.jobId, from.path));
    return this.disk.holds({ ...from, path });
  }

  private async restore(spec: JobSpec, from: ArtifactRef, signal: AbortSignal): Promise<void> {
    const way = wayInOutput(spec.jobId, from.path);
    const isHere = await this.disk.holds(from);
    const path = isHere ? from.path : await this.library.fetch(from, signal);
    await this.disk.restore({ path, fetched: !isHere }, spec.outputDir, way);
  }
}

function inMib({ done, of }: Progress): string {
  return `${(done / MIB).toFixed(of < 10 * MIB ? 1 : 0)} of ${(of / MIB).toFixed(of < 10 * MIB ? 1 : 0)} MiB`;
}
