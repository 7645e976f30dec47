"use client";

import { parseAsFloat, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useKeys } from "@/components/shell/keys/keys";
import type { TraceDetail } from "@/lib/contracts";
import { AS_WRITTEN, type TextView } from "./text/reading";
import { measuresOf } from "./tokens/prepare-tokens";

const VIEWS = ["written", "rendered", "logprob", "entropy"] as const satisfies readonly TextView[];

/** How a trace's texts are shown: in the URL, so that a link shows what its sender saw. */
export function useReading({ tokenScores }: Pick<TraceDetail, "tokenScores">) {
  const [state, set] = useQueryStates({
    text: parseAsStringLiteral(VIEWS).withDefault("written"),
    nats: parseAsFloat.withDefault(AS_WRITTEN.threshold),
  });
  const measures: TextView[] = measuresOf(tokenScores);
  const views: TextView[] = ["written", "rendered", ...measures];
  // A link to the tokens of another trace shows this one as written.
  const view = views.includes(state.text) ? state.text : "written";
  const setView = (text: TextView) => void set({ text });
  useKeys("Trace", [
    {
      keys: ["m"],
      does: "Markdown and LaTeX rendered, or as written",
      run: () => setView(view === "rendered" ? "written" : "rendered"),
    },
  ]);
  useKeys(
    "Trace",
    [
      {
        keys: ["t"],
        does: "What was logged of the tokens, or as written",
        run: () => setView(measures[measures.indexOf(view) + 1] ?? "written"),
      },
    ],
    measures.length > 0,
  );
  const setThreshold = (nats: number) => void set({ nats });
  return { view, views, setView, threshold: state.nats, setThreshold, tokens: tokenScores };
}
export type TraceReading = ReturnType<typeof useReading>;
