/** `npm run build:agent`: the files from which hosts install an agent. `npm start` makes them as well. */
import { agentDistDir, buildAgentFiles } from "./lib/agent-dist/dist";
import { ROOT } from "./lib/home";

const manifest = await buildAgentFiles(ROOT);
console.log(`Agent ${manifest.version} in ${agentDistDir(ROOT)}`);
