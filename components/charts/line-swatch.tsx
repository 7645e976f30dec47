/** A short piece of a line as it is drawn, for legends. */
export function LineSwatch({ colour, dash }: { colour: string; dash: string }) {
  return (
    <svg aria-hidden="true" width="18" height="8" viewBox="0 0 18 8" className="shrink-0">
      <path d="M0 4H18" stroke={colour} strokeWidth="2" strokeDasharray={dash} fill="none" />
    </svg>
  );
}
