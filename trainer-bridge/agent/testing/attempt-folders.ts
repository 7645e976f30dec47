import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
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
      files.map((file) => pidIn(join(runDir, file))).filter((pid) => pid !== null),
    );
  }

  /** What still lives of each attempt. */
  livingByAttempt(file: PidFile): { attemptId: string; pid: number }[] {
    return this.list().flatMap((runDir) => {
      const pid = pidIn(join(runDir, file));
      return pid !== null && isGroupAlive(pid) ? [{ attemptId: basename(runDir), pid }] : [];
    });
  }

  living(file: PidFile): number[] {
    return this.pids([file]).filter((pid) => isGroupAlive(pid));
  }
}

/** Null where there is no such file, or it says that nothing was started. */
function pidIn(path: string): number | null {
  if (!existsSync(path)) return null;
  const pid = Number(JSON.parse(readFileSync(path, "utf8")).pid);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}
