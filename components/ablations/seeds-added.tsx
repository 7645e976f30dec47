import { RelativeTime } from "@/components/ui/relative-time";
import type { SeedAddition } from "@/lib/contracts";
import { seedAdditionSentence, versionSentences } from "@/lib/domain/seed-additions";

/** What was added after the launch and what that means for the conclusions; nothing where nothing was added. */
export function SeedsAdded({ additions }: { additions: readonly SeedAddition[] }) {
  if (additions.length === 0) return null;
  return (
    <ul aria-label="Seeds added after the launch" className="flex flex-col gap-2 border-b px-4 py-3 text-sm">
      {additions.map((addition) => (
        <li key={`${addition.at} ${addition.seeds.join(" ")}`}>
          {seedAdditionSentence(addition)} {versionSentences(addition).join(" ")}{" "}
          {addition.rewrite === "again" ? "Their warm-ups learn from traces of another rewriting. " : ""}
          <span className="text-ink-3 text-xs">
            <RelativeTime at={addition.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
