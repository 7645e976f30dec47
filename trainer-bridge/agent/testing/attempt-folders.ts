import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isGroupAlive } from "../process-group";

export type PidFile = "trainer.json" | "supervisor.json";

/** What an agent keeps of its attempts below its data folder. */
export class AttemptFolders {
  constructor(private readonly dataDir: string) {}

  list(): string[] {
    const folder = join(this.dataDir, "attempts");
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  }

  /** Every process that was ever recorded, living or not. */
  pids(files: readonly string[] = ["trainer.json", "supervisor.json"]): number[] {
    return this.list().flatMap((runDir) =>
      files
        .map((file) => join(runDir, file))
        .filter((path) => existsSync(path))
        .map((path) => Number(JSON.parse(readFileSync(path, "utf8")).pid)),
    );
  }

  living(file: PidFile): number[] {
    return this.pids([file]).filter((pid) => isGroupAlive(pid));
  }
}
