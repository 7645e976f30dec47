/** Lines for a person: plain in a pipe, moving ones where there is a terminal. */
export class Terminal {
  private moving: string[] = [];

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  get interactive(): boolean {
    return this.out.isTTY === true && !process.env.CI;
  }

  /** Columns of a line that does not wrap; no limit in a pipe. */
  get columns(): number {
    return this.interactive ? Math.max(10, (this.out.columns ?? 100) - 1) : Number.POSITIVE_INFINITY;
  }

  /** A line that stays, above what moves. */
  line(text: string): void {
    this.erase();
    this.out.write(`${text}\n`);
    this.draw();
  }

  /** A line that the next one replaces; in a pipe nothing is written. */
  status(text: string): void {
    this.block([text]);
  }

  /** Lines that the next ones replace; in a pipe nothing is written. */
  block(lines: string[]): void {
    if (!this.interactive) return;
    this.erase();
    // Longer lines would wrap, and more of them than rows would scroll: neither could be erased again.
    const width = this.columns;
    const height = Math.max(1, (this.out.rows ?? 40) - 1);
    this.moving = lines.slice(0, height).map((line) => [...line].slice(0, width).join(""));
    this.draw();
  }

  /** Takes the moving lines away. */
  settle(): void {
    this.erase();
    this.moving = [];
  }

  /** Leaves the moving lines where they are. */
  keepBlock(): void {
    this.moving = [];
  }

  private erase(): void {
    if (this.moving.length > 0) this.out.write(`\u001b[${this.moving.length}A\r\u001b[J`);
  }

  private draw(): void {
    for (const line of this.moving) this.out.write(`${line}\n`);
  }
}
