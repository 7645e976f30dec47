import { launcherConformance } from "./conformance";
import { localLauncher } from "./local";
import { openLauncher } from "./types";

// The other launchers need their engines: <launcher>.engine.test.ts.
launcherConformance("local", () => openLauncher(localLauncher, { termMs: 200, pollMs: 20 }), {
  taken: {},
  refused: [["partition", { partition: "main" }]],
});
