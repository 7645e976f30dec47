import { Panel } from "@/components/ui/panel";
import type { TraceDetail } from "@/lib/contracts";
import { PromptMediaStrip } from "./prompt-media";
import { messagePlace } from "./search/prepare-search";
import { TraceText } from "./text/trace-text";
import { visibleText } from "./text/visible-text";

/** The question as the policy got it, with its pictures and the reference answer. */
export function PromptPanel({ prompt }: { prompt: TraceDetail["prompt"] }) {
  return (
    <Panel
      title="Prompt"
      aside={<bdi className="min-w-0 max-w-60 truncate font-mono">{visibleText(prompt.key)}</bdi>}
    >
      <div className="flex flex-col gap-2">
        {prompt.messages
          .map((message, i) => ({ message, place: messagePlace(i) }))
          .map(({ message, place }) => (
            <div key={place}>
              <span className="text-2xs text-ink-3 uppercase tracking-wide">{visibleText(message.role)}</span>
              <div className="overflow-clip font-mono text-sm [overflow-clip-margin:0.25rem]">
                <TraceText text={message.content} place={place} />
              </div>
            </div>
          ))}
        <PromptMediaStrip media={prompt.media} />
        <p className="text-sm">
          <span className="text-ink-3">Reference answer</span>{" "}
          <bdi className="break-words font-mono">
            {prompt.answer === null ? "none is known" : visibleText(prompt.answer)}
          </bdi>
        </p>
      </div>
    </Panel>
  );
}
