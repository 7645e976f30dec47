import { launcherConformance } from "./conformance";
import { LAUNCHERS } from "./index";
import { openLauncher } from "./types";

/** Settings under which an entry can be tested on one machine within seconds. */
const TEST_CONFIG = { local: { termMs: 200, pollMs: 20 } } satisfies Record<keyof typeof LAUNCHERS, unknown>;

for (const [name, definition] of Object.entries(LAUNCHERS)) {
  const config = TEST_CONFIG[name as keyof typeof LAUNCHERS];
  launcherConformance(name, () => openLauncher(definition, config));
}
