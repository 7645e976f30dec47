const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time with at most two units: 420 ms, 12 s, 3 min 05 s, 2 h 07 min, 4 d 3 h. Units: milliseconds in. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 60) return `${seconds} s`;
  const pad = (value: number) => String(value).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  const hours = Math.round(ms / HOUR);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago (or ahead) a moment lies, in one unit. Both in epoch milliseconds. */
export function relativeTime(at: number, now: number): string {
  const distance = now - at;
  const size = Math.abs(distance);
  if (size < 15 * SECOND) return "just now";
  const text =
    size < MINUTE
      ? `${Math.round(size / SECOND)} s`
      : size < HOUR
        ? `${Math.floor(size / MINUTE)} min`
        : size < DAY
          ? `${Math.floor(size / HOUR)} h`
          : size < 60 * DAY
            ? `${Math.floor(size / DAY)} d`
            : `${Math.floor(size / (30 * DAY))} mo`;
  return distance >= 0 ? `${text} ago` : `in ${text}`;
}

/** An exact moment the same on every machine: 2026-11-20 11:44:15 UTC. */
export function exactTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
