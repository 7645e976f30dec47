import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ScorerView } from "@/lib/contracts";
import { LongText } from "../long-text";
import { visibleText } from "../text/visible-text";
import { KIND_WORDS, verdictInWords } from "./prepare-scorers";

/** Everyone who speaks about this trace, with what is said of the whole of it. */
export function ScorersPanel({ scorers, stepCount }: { scorers: readonly ScorerView[]; stepCount: number }) {
  if (scorers.length === 0) return null;
  return (
    <Panel
      title="Scorers"
      padded={false}
      aside="beside the continuations; what they say of a step stands at it"
    >
      <Table>
        <thead>
          <tr>
            <Th>Scorer</Th>
            <Th>Version</Th>
            <Th>Kind</Th>
            <Th numeric>Trace steps</Th>
            <Th>Of the trace</Th>
          </tr>
        </thead>
        <tbody>
          {scorers.map((scorer) => (
            <Tr key={scorer.id}>
              <Td>
                <bdi>{visibleText(scorer.name)}</bdi>
              </Td>
              <Td>
                <bdi>{scorer.version === "" ? "–" : visibleText(scorer.version)}</bdi>
              </Td>
              <Td>
                <Badge tone="muted" title={KIND_WORDS[scorer.kind].says}>
                  {KIND_WORDS[scorer.kind].word}
                </Badge>
              </Td>
              <Td numeric>
                {scorer.steps.length} of {stepCount}
              </Td>
              <Td>
                {verdictInWords(scorer) ?? <span className="text-ink-3">not said</span>}
                {scorer.trace?.note ? (
                  <div className="text-ink-2 text-xs">
                    <LongText text={scorer.trace.note} />
                  </div>
                ) : null}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
