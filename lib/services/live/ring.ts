/** A message with its place in this process's order. */
export interface Numbered<T> {
  number: number;
  message: T;
}

/** The last messages, so that a client that was away for a moment gets what it missed. Numbers count from 1. */
export class Ring<T> {
  private readonly kept: Numbered<T>[] = [];
  private last = 0;

  constructor(private readonly capacity: number) {}

  /** Number of the last message; 0 before the first. */
  get lastNumber(): number {
    return this.last;
  }

  push(message: T): Numbered<T> {
    this.last += 1;
    const numbered = { number: this.last, message };
    this.kept.push(numbered);
    if (this.kept.length > this.capacity) this.kept.shift();
    return numbered;
  }

  /** Forgets everything, so that whoever was away knows it missed something. Numbers go on. */
  forget(): void {
    this.kept.length = 0;
    this.last += 1;
  }

  /** What came after message `number`; null if that can no longer be told. */
  after(number: number): Numbered<T>[] | null {
    if (number > this.last || number < 0) return null;
    const missed = this.last - number;
    return missed > this.kept.length ? null : this.kept.slice(this.kept.length - missed);
  }
}
