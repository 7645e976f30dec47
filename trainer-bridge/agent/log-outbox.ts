import type { AgentLogLine } from "../../lib/contracts";
import { logLine } from "./log-lines";

const MOST_LINES = 5000;
const MOST_PER_REPORT = 200;

/**
 * Lines that the server has not heard yet. While it is away they wait, up to a bound; past it the oldest are dropped, and
 * how many is told in their place.
 */
export class LogOutbox {
  private lines: AgentLogLine[] = [];
  private dropped = 0;
  private lastAtMs = 0;

  constructor(
    private readonly clock: () => number = Date.now,
    private readonly mostLines = MOST_LINES,
  ) {}

  /** Takes a line in. No two have the same time, so that one that is told twice can be known again. */
  add(event: string, facts?: Record<string, unknown>): AgentLogLine {
    this.lastAtMs = Math.max(this.clock(), this.lastAtMs + 1);
    const line = logLine(new Date(this.lastAtMs), event, facts);
    this.lines.push(line);
    if (this.lines.length > this.mostLines) {
      this.lines.shift();
      this.dropped += 1;
    }
    return line;
  }

  /** What to tell next, the oldest first, and what to call once the server has it. */
  next(): { lines: AgentLogLine[]; told: () => void } {
    const first = this.lines[0];
    const dropped = this.dropped;
    const said = first && dropped > 0 ? [this.saidOf(first, dropped)] : [];
    const told = this.lines.slice(0, MOST_PER_REPORT - said.length);
    return {
      lines: [...said, ...told],
      told: () => {
        const [before, heard] = [this.lines.length, new Set(told)];
        this.lines = this.lines.filter((line) => !heard.has(line));
        // Those that had to make room while they were on their way were told all the same.
        this.dropped -= dropped + told.length - (before - this.lines.length);
      },
    };
  }

  /** Stands where the dropped lines stood: a millisecond before what is left. */
  private saidOf(first: AgentLogLine, lines: number): AgentLogLine {
    return logLine(new Date(Date.parse(first.at) - 1), "log-lines-dropped", { lines });
  }
}
