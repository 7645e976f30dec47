/** Waits between tries: doubling from `firstMs` to `mostMs`, each drawn from the upper half (jitter). */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly firstMs: number,
    private readonly mostMs: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds to wait after one more failure; never less than what the server asked for. */
  next(atLeastMs = 0): number {
    const full = Math.min(this.mostMs, this.firstMs * 2 ** Math.min(this.failures, 30));
    this.failures += 1;
    return Math.max(atLeastMs, full / 2 + this.random() * (full / 2));
  }

  /** After a success. */
  reset(): void {
    this.failures = 0;
  }
}
