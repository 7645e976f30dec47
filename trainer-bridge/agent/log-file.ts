import { appendFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { AgentLogLine } from "../../lib/contracts";

const FILE = "agent.log";
const MOST_BYTES = 5_000_000;

/**
 * Appends lines to DATA/agent.log. A full one becomes agent.log.1 in place of the one before, so that both together
 * stay below twice its size. A disk that takes nothing costs lines, never the agent.
 */
export class LogFile {
  private readonly path: string;
  private bytes: number;

  constructor(
    dataDir: string,
    private readonly mostBytes = MOST_BYTES,
  ) {
    this.path = join(dataDir, FILE);
    this.bytes = sizeOf(this.path);
  }

  write(line: AgentLogLine): void {
    const text = `${JSON.stringify({ time: line.at, event: line.event, ...line.fields })}\n`;
    try {
      if (this.bytes > 0 && this.bytes + Buffer.byteLength(text) > this.mostBytes) {
        renameSync(this.path, `${this.path}.1`);
        this.bytes = 0;
      }
      appendFileSync(this.path, text, { mode: 0o600 });
      this.bytes += Buffer.byteLength(text);
    } catch {
      this.bytes = sizeOf(this.path);
    }
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
