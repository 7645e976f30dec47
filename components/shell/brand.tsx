import Link from "next/link";
import { routes } from "@/lib/domain/routes";

/** The mark (a stair, as of steps) and the name. */
export function Brand() {
  return (
    <Link
      href={routes.ablations()}
      className="inline-flex items-center gap-2 rounded-sm font-semibold text-base"
    >
      <svg viewBox="0 0 32 32" className="size-5" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="fill-(--accent-fill)" />
        <path
          d="M6 24.5h5.5v-5H17v-5h5.5v-5H27"
          fill="none"
          stroke="#fff"
          strokeWidth="3.2"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      Stepwell
    </Link>
  );
}
