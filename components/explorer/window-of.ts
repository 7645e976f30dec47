/** Rows of one answer of the server. */
export const ROWS_PAGE = 100;
/** Height of a row, px: the list, its heatmap and the scroll positions all count on it. */
export const ROW_HEIGHT = 30;
export const HEAD_HEIGHT = 32;

/** Rows are mounted and taken away by so many at once: a scroll of one row changes nothing. */
const BLOCK = 10;
const OVERSCAN = 10;

/** Rows [first, end). */
export interface RowRange {
  first: number;
  end: number;
}

/** Which rows are in the document at a scroll position: those in sight and some before and after, in whole blocks. */
export function windowOf(scrollTop: number, height: number, count: number): RowRange {
  const top = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const bottom = Math.ceil((scrollTop + height) / ROW_HEIGHT) + OVERSCAN;
  const first = Math.min(Math.floor(top / BLOCK) * BLOCK, Math.max(0, count - 1));
  return { first, end: Math.min(count, Math.ceil(bottom / BLOCK) * BLOCK) };
}

/** The pages that hold these rows, and on either side the one that a scroll of half a page would reach. */
export function pagesOf({ first, end }: RowRange, count: number, page = ROWS_PAGE): number[] {
  if (count === 0) return [];
  const last = Math.floor((count - 1) / page);
  const from = Math.max(0, Math.floor((first - page / 2) / page));
  const to = Math.min(last, Math.floor((Math.max(first, end - 1) + page / 2) / page));
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Where to scroll so that a row is in sight: nowhere if it is, else as little as can be. */
export function scrollTopFor(index: number, scrollTop: number, height: number): number {
  const top = index * ROW_HEIGHT;
  const room = height - HEAD_HEIGHT;
  if (top < scrollTop) return top;
  return top + ROW_HEIGHT > scrollTop + room ? top + ROW_HEIGHT - room : scrollTop;
}

/** Where to scroll so that a place of the whole list, 0 to 1, is in the middle. */
export function scrollTopAt(share: number, height: number, count: number): number {
  const total = count * ROW_HEIGHT;
  const room = height - HEAD_HEIGHT;
  return Math.max(0, Math.min(share * total - room / 2, total - room));
}
