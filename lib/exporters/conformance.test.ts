import { describe, expect, it } from "vitest";
import { exportFormat, exportOptions } from "@/lib/contracts";
import { EXPORTERS, exporterOf } from "./index";
import { byPerson, exportedTrace, firstErrorBy, written } from "./testing/trace";

const HOSTILE =
  "<script>alert(1)</script> \u202Eabc =1+1 \u{1F600} \u0000 \ud800 \"quoted\", 'so'\r\nки? -1+2";

const labelled = (id: string, body = "3 + 4 is 7") =>
  exportedTrace({
    id,
    outcome: 1,
    steps: [
      { body, successes: 4, scores: [byPerson("good")] },
      { body: "so 8", successes: 0, scores: [byPerson("bad")] },
    ],
  });

describe("every exporter", () => {
  it("is there once for each format", () => {
    expect(EXPORTERS.map(({ format }) => format).sort()).toEqual([...exportFormat.options].sort());
  });

  for (const exporter of EXPORTERS)
    describe(exporter.title, () => {
      it("says what it is", () => {
        expect(exporter.about).toMatch(/\.$/);
        expect(exporter.extension).toMatch(/^\.[a-z]+$/);
        expect(exporter.method(exportOptions.parse({}), null).every((text) => text.endsWith("."))).toBe(true);
        expect(exporterOf(exporter.format)).toBe(exporter);
      });

      it("counts every trace that it reads, and leaves none out in silence", async () => {
        const bare = exportedTrace({ id: "trc_00000002", steps: [] });
        const unlabelled = exportedTrace({ id: "trc_00000003", steps: [{ body: "hm" }] });
        const { counts } = await written(exporter, [labelled("trc_00000001"), bare, unlabelled]);
        expect(counts.traces).toBe(3);
        const pairs = exporter.format === "preference-pairs";
        expect(counts.written + (pairs ? 3 : counts.leftOut.reduce((n, { count }) => n + count, 0))).toBe(3);
        if (pairs)
          expect(counts.leftOut).toContainEqual({ what: "traces without a step that has a value", count: 2 });
      });

      it("writes the same for the same traces", async () => {
        const traces = [labelled("trc_00000001"), labelled("trc_00000002", "other")];
        const [first, second] = [await written(exporter, traces), await written(exporter, traces)];
        expect(first.bytes.equals(second.bytes)).toBe(true);
      });

      it("takes any text, and no text breaks its records", async () => {
        const traces = [
          exportedTrace({
            prompt: { ...labelled("x").prompt, messages: [{ role: "user", content: HOSTILE }] },
            steps: [
              {
                body: HOSTILE,
                successes: 1,
                scores: [byPerson("good"), { ...byPerson("bad", "Bo"), note: HOSTILE }],
              },
            ],
            scores: [firstErrorBy(0), firstErrorBy(0, "Bo")],
            modelId: HOSTILE,
          }),
          labelled("trc_00000009"),
        ];
        const { text, counts } = await written(exporter, traces);
        expect(counts.traces).toBe(2);
        if (exporter.extension === ".jsonl")
          for (const line of text.split("\n").filter((each) => each !== ""))
            expect(() => JSON.parse(line)).not.toThrow();
      });

      it("writes a whole file for no traces at all", async () => {
        const { counts } = await written(exporter, []);
        expect(counts).toMatchObject({ traces: 0, written: 0, records: 0 });
      });
    });
});
