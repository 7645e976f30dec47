/**
 * How much of a download has come, from what an agent says of its trainer's environment ("… 132 of 527 MB (25%)").
 *
 * @returns a share between 0 and 1; null where the text names none
 */
export function shareOf(detail: string): number | null {
  const percent = /\((\d{1,3})%\)\s*$/.exec(detail)?.[1];
  return percent === undefined ? null : Math.min(100, Number(percent)) / 100;
}
