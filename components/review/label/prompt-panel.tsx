import { PromptMediaStrip } from "@/components/traces/prompt-media";
import { TraceText } from "@/components/traces/text/trace-text";
import { Panel } from "@/components/ui/panel";
import type { LabelView } from "@/lib/contracts";

/** The question that the trace answers. The reference answer is not here: it would tell the verdict. */
export function PromptPanel({ prompt }: { prompt: LabelView["prompt"] }) {
  return (
    <Panel title="Prompt">
      <div className="flex flex-col gap-3">
        {prompt.messages
          .map((message, i) => ({ message, key: `${i} ${message.role}` }))
          .map(({ message, key }) => (
            <div key={key}>
              {prompt.messages.length > 1 ? (
                <span className="text-2xs text-ink-3 uppercase tracking-wide">{message.role}</span>
              ) : null}
              <div className="text-base leading-7">
                <TraceText text={message.content} />
              </div>
            </div>
          ))}
        <PromptMediaStrip media={prompt.media} />
      </div>
    </Panel>
  );
}
