import { type Log, stdoutLog } from "./log";
import { LogFile } from "./log-file";
import { LogOutbox } from "./log-outbox";

/** The agent's log in all the places where somebody looks for it. */
export interface AgentLog {
  log: Log;
  /** What the server has not heard of it. */
  outbox: LogOutbox;
}

/** A log on stdout, in DATA/agent.log and, with the next report, on the server. */
export function openAgentLog(dataDir: string): AgentLog {
  const [console, file, outbox] = [stdoutLog(), new LogFile(dataDir), new LogOutbox()];
  const log: Log = (event, facts) => {
    const line = outbox.add(event, facts);
    file.write(line);
    console(line.event, line.fields);
  };
  return { log, outbox };
}
