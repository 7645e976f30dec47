/**
 * Converts UTF-16 offsets of one text into offsets in Unicode code points, the unit of every stored span
 * (Python and Postgres count code points; JavaScript counts UTF-16 units).
 * Offsets must be asked for in rising order, so that a long text is walked once.
 * A lone surrogate counts as one code point, as it does when Python decodes JSON.
 */
export function codePointCounter(text: string): (utf16Offset: number) => number {
  let at = 0;
  let points = 0;
  return (utf16Offset) => {
    if (utf16Offset < at) throw new RangeError("offsets must be asked for in rising order");
    while (at < utf16Offset) {
      const point = text.codePointAt(at);
      if (point === undefined) break;
      at += point > 0xffff ? 2 : 1;
      points += 1;
    }
    return points;
  };
}

/**
 * The part of `text` between two code-point offsets, half-open.
 * Use it wherever a stored span meets a text: `text.slice(start, end)` is wrong after the first emoji.
 */
export function sliceCodePoints(text: string, start: number, end: number): string {
  let at = 0;
  let points = 0;
  let from = text.length;
  while (at < text.length && points < end) {
    if (points === start) from = at;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    points += 1;
  }
  return start >= end ? "" : text.slice(Math.min(from, at), at);
}
