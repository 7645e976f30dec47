import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("./clock.c", import.meta.url));

/** Whose clock can jump. */
export const CLOCKS = ["web", "agent", "trainer"] as const;
export type ClockOf = (typeof CLOCKS)[number];

/** Clocks of the bench's own processes, never the machine's: clock.c gives each of them the time that a file says. */
export class Clocks {
  /** Why no clock can jump; empty if they can. */
  readonly why: string;
  private readonly library: string;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.library = join(folder, "clock.so");
    this.why = build(this.library);
    for (const whose of CLOCKS) this.set(whose, 0);
  }

  /** What a process needs in its environment to go by this clock. */
  environment(whose: ClockOf): Record<string, string> {
    return this.why === "" ? { LD_PRELOAD: this.library, STEPWELL_CLOCK: join(this.folder, whose) } : {};
  }

  /** Sets it to so many seconds after the true time (before it, if negative); processes notice at once. */
  set(whose: ClockOf, seconds: number): void {
    writeFileSync(join(this.folder, whose), String(seconds));
  }
}

/** Compiles the library; says why that cannot be, or an empty text. */
function build(library: string): string {
  if (process.platform !== "linux") return "clocks of single processes are set on Linux only";
  const ran = spawnSync("cc", ["-shared", "-fPIC", "-O2", "-Wall", "-o", library, SOURCE, "-ldl"], {
    encoding: "utf8",
  });
  return ran.status === 0 ? "" : `no C compiler: ${ran.error?.message ?? ran.stderr}`;
}
