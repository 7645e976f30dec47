import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { routes } from "@/lib/domain/routes";
import { PRESETS } from "@/lib/presets";

/** Presets to start from; choosing one opens the form with it. */
export function PresetPicker({ current }: { current: string | null }) {
  return (
    <nav aria-label="Start from a preset" className="flex flex-wrap gap-2 px-4 pt-4">
      {PRESETS.map((preset) => (
        <Link
          key={preset.key}
          href={routes.launch({ preset: preset.key })}
          aria-current={preset.key === current ? "true" : undefined}
          className={cx(
            "w-64 flex-auto rounded-lg border bg-surface px-3 py-2 hover:border-ink-3 sm:flex-1",
            preset.key === current && "border-accent ring-1 ring-accent",
          )}
        >
          <span className="block font-medium text-sm">{preset.title}</span>
          <span className="block text-ink-3 text-xs">{preset.description}</span>
        </Link>
      ))}
    </nav>
  );
}
