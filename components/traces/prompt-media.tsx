import Image from "next/image";
import type { PromptMedia } from "@/lib/contracts";
import { visibleText } from "./text/visible-text";

const KINDS = { image: "Image", video: "Video", frame: "Frame" } as const;

const timeOf = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(seconds % 1 === 0 ? 0 : 1).padStart(seconds % 1 === 0 ? 2 : 4, "0")}`;

/** "Frame at 1:05": what stands under a picture, and what is read out for it. */
export function captionOf({ kind, atSeconds }: Pick<PromptMedia, "kind" | "atSeconds">): string {
  return atSeconds === null ? KINDS[kind] : `${KINDS[kind]} at ${timeOf(atSeconds)}`;
}

/** Images, videos and frames of a prompt, by reference: they load as they come into view and are never part of the page. */
export function PromptMediaStrip({ media }: { media: readonly PromptMedia[] }) {
  if (media.length === 0) return null;
  return (
    <ul aria-label="Images and videos of the prompt" className="flex flex-wrap gap-2">
      {media
        .map((entry, i) => ({ entry, key: `${i} ${entry.name}` }))
        .map(({ entry, key }) => (
          <li key={key} className="max-w-full">
            <figure className="rounded-sm border p-1">
              <Shown media={entry} />
              <figcaption className="mt-1 max-w-60 truncate text-2xs text-ink-3" title={entry.name}>
                {captionOf(entry)} <bdi className="font-mono">{visibleText(entry.name)}</bdi>
              </figcaption>
            </figure>
          </li>
        ))}
    </ul>
  );
}

function Shown({ media }: { media: PromptMedia }) {
  if (media.sha256 === null)
    return (
      <p className="hatched flex h-24 w-40 items-center justify-center rounded-sm px-2 text-center text-ink-2 text-xs">
        only named: its file did not come with the traces
      </p>
    );
  const address = `/api/v1/media/${media.sha256}`;
  if (media.kind === "video")
    return (
      <video
        controls
        muted
        preload="metadata"
        src={address}
        aria-label={captionOf(media)}
        className="h-48 max-w-full rounded-sm bg-black"
      />
    );
  return (
    <a href={address} target="_blank" rel="noreferrer">
      <Image
        unoptimized
        src={address}
        alt={captionOf(media)}
        width={240}
        height={128}
        className="h-32 w-auto max-w-full rounded-sm object-contain"
      />
    </a>
  );
}
