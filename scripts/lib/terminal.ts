import type { WriteStream } from "node:tty";

/** Lines for a person: plain in a pipe, one moving line where there is a terminal. */
export class Terminal {
  private moving = "";

  constructor(private readonly out: NodeJS.WriteStream | WriteStream = process.stdout) {}

  get interactive(): boolean {
    return this.out.isTTY === true && !process.env.CI;
  }

  get width(): number {
    return this.out.columns ?? 100;
  }

  /** A line that stays. */
  line(text: string): void {
    this.clear();
    this.out.write(`${text}\n`);
    if (this.moving) this.out.write(this.moving);
  }

  /** A line that the next one replaces; in a pipe nothing is written. */
  status(text: string): void {
    if (!this.interactive) return;
    this.clear();
    this.moving = text.slice(0, Math.max(10, this.width - 1));
    this.out.write(this.moving);
  }

  /** Ends the moving line. */
  settle(): void {
    this.clear();
    this.moving = "";
  }

  private clear(): void {
    if (this.moving && this.interactive) this.out.write("\r\u001b[K");
  }
}
