import { join } from "node:path";
import { sourceRoot, sourceText } from "../source-files";

const FOLDER = "trainer-bridge/agent/launchers";

/** Files beside this one that other processes or machines run. The bundled agent carries them in itself. */
export const ASSETS = [
  "supervisor.mjs",
  "slurm/batch.sh",
  "supervision/processes.py",
  "supervision/ray_supervisor.py",
  "supervision/records.py",
  "supervision/remote_artifacts.py",
  "supervision/remote_attempts.py",
  "supervision/remote_batch.py",
  "supervision/remote_facts.py",
  "supervision/remote_folders.py",
  "supervision/remote_helper.py",
  "supervision/remote_start.py",
  "supervision/remote_usage.py",
  "supervision/slurm_job.py",
  "supervision/trainer.py",
] as const;
export type Asset = (typeof ASSETS)[number];

/** Where the file lies on this machine. */
export function assetPath(name: Asset): string {
  return join(sourceRoot(), FOLDER, name);
}

/** What is in it. */
export function assetText(name: Asset): string {
  return sourceText(`${FOLDER}/${name}`);
}
