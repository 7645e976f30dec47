import { type ArmLook, armLook, SHARED_LOOK } from "@/lib/domain/arm-colours";
import { cx } from "./cx";

const SHAPES: Record<ArmLook["mark"], string> = {
  circle: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z",
  square: "M2 2h8v8H2Z",
  triangle: "M6 1.2 11 10.2H1Z",
  diamond: "M6 .8 11.2 6 6 11.2.8 6Z",
  cross: "M2.6 1 6 4.4 9.4 1 11 2.6 7.6 6 11 9.4 9.4 11 6 7.6 2.6 11 1 9.4 4.4 6 1 2.6Z",
  plus: "M4.8 1h2.4v3.8H11v2.4H7.2V11H4.8V7.2H1V4.8h3.8Z",
  star: "M6 .6 7.5 4.3l4 .3-3 2.6.9 3.9L6 9 2.6 11.1l.9-3.9-3-2.6 4-.3Z",
  ring: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Zm0 2.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 1 0 0-5.2Z",
};

interface MarkProps {
  position: number | null;
  /** Imported results: what somebody reported, not measured by this server. */
  hollow?: boolean;
  className?: string;
}

/** The shape of the mark at `position`, drawn in a box of 12 x 12; null: belongs to no arm. */
export function markOf(position: number | null): { path: string; colour: string } {
  const look = position === null ? SHARED_LOOK : armLook(position);
  return { path: SHAPES[look.mark], colour: look.colour };
}

/** The arm's mark in its colour: the same shape its dots have in charts; hollow where the numbers are imported. */
export function ArmMark({ position, hollow = false, className }: MarkProps) {
  const { path, colour } = markOf(position);
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      className={cx("size-2.5 shrink-0 overflow-visible", className)}
    >
      {hollow ? (
        <path d={path} fill="var(--surface)" stroke={colour} strokeWidth={1.6} fillRule="evenodd" />
      ) : (
        <path d={path} fill={colour} fillRule="evenodd" />
      )}
    </svg>
  );
}

/** An arm's mark and name. */
export function ArmChip({ position, name, hollow = false, className }: MarkProps & { name: string }) {
  return (
    <span className={cx("inline-flex min-w-0 items-center gap-1.5", className)}>
      <ArmMark position={position} hollow={hollow} />
      <span className="truncate" title={name}>
        {name}
      </span>
    </span>
  );
}
