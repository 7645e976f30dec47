import { startReconciling } from "@/lib/server/reconcile-loop";
import { startRouteServer } from "./route-server";

// The part of the web server that agents and trainers talk to, as a process that can be killed. Its database is that
// of the environment; its one argument is the port (0: any free one). It says its address once it answers.
await startReconciling();
const { url } = await startRouteServer(Number(process.argv[2]));
console.log(url);
