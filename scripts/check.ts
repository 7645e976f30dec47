/** `npm run check`: lint, types, contracts and unit tests, in under a minute. */
import { ROOT } from "./lib/home";
import { lastLine, runSuites } from "./lib/suite";
import { quickSuites } from "./lib/suites";

const total = await runSuites(quickSuites(ROOT));
console.log(lastLine(total));
process.exit(total.failed === 0 ? 0 : 1);
