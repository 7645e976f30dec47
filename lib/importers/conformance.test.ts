import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importedTrace } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces";
import { ImportError } from "./csv-rows";
import type { ImportEvent, TraceImporter } from "./importer";
import { detectFormat, IMPORTERS, importerOf } from "./index";
import { headOf } from "./source";
import { EXAMPLES, type ImportExample } from "./testing/example";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";

const PLAIN = "the sum of two and two";
const HOSTILE = `</step><script>alert("1")</script> \\ "quoted" \u202e\u0000 \ud800 😀 {"a":[1]}`;
const SCALAR = HOSTILE.replaceAll("\u0000", "").replace("\ud800 ", "");
const BROKEN = '{"this line was cut: [';

type Written = ReturnType<ImportExample["files"]>;

const open = (files: Written, block?: number) =>
  files.map(({ name, content }) => fileOf(name, content, block));

const textOf = (content: string | Uint8Array) =>
  typeof content === "string" ? content : new TextDecoder().decode(content);

const rewritten = (files: Written, change: (text: string) => string) =>
  files.map(({ name, content }) => ({ name, content: change(textOf(content)) }));

/** All events, or the refusal of the whole source: anything else thrown fails the test. */
async function tolerated(importer: TraceImporter, files: Written): Promise<ImportEvent[]> {
  try {
    return await eventsOf(importer, open(files));
  } catch (error) {
    if (error instanceof ImportError) return [];
    throw error;
  }
}

function stepTexts(events: readonly ImportEvent[]): string[][] {
  return tracesOf(events).map(({ response, traceSteps }) =>
    traceSteps.map(({ text }) => sliceCodePoints(response, text.start, text.end)),
  );
}

/** What a trace says, without the line it stands on. */
const said = (events: readonly ImportEvent[]) =>
  tracesOf(events).map(({ source, ...trace }) => ({ ...trace, file: source.file }));

describe("the list of importers", () => {
  it("names each format once, with an example for this suite", () => {
    const formats = IMPORTERS.map(({ format }) => format);
    expect(new Set(formats).size).toBe(formats.length);
    expect(formats.filter((format) => EXAMPLES[format] === undefined)).toEqual([]);
    expect(formats.map((format) => importerOf(format)?.format)).toEqual(formats);
  });

  it("detects nothing in files of no format", () => {
    const heads = [{ name: "readme.txt", bytes: 5, head: new TextEncoder().encode("hello") }];
    expect(detectFormat(heads)).toBeNull();
    expect(detectFormat([])).toBeNull();
    expect(detectFormat([{ name: "empty.jsonl", bytes: 0, head: new Uint8Array() }])).toBeNull();
  });
});

describe.each(IMPORTERS.map((importer) => [importer.format, importer] as const))("%s", (format, importer) => {
  const example = EXAMPLES[format];
  if (!example) return;
  const files = example.files(PLAIN);

  it("is detected before all others", async () => {
    const heads = await Promise.all(open(files).map(headOf));
    expect(detectFormat(heads)?.format).toBe(format);
  });

  it("reads only files that it says it reads", () => {
    for (const { name } of files)
      expect(importer.endings.some((ending) => name.toLowerCase().endsWith(ending))).toBe(true);
  });

  it("tells traces of the contract, with every step where its text stands", async () => {
    const events = await eventsOf(importer, open(files));
    expect(stepTexts(events)).toEqual(example.steps(PLAIN));
    for (const trace of tracesOf(events)) {
      expect(importedTrace.safeParse(trace)).toMatchObject({ success: true });
      expect(files.map(({ name }) => name)).toContain(trace.source.file);
      trace.traceSteps.reduce((end, { text }) => {
        expect(text.start).toBeGreaterThanOrEqual(end);
        return text.end;
      }, 0);
      expect([...trace.response].length).toBeGreaterThanOrEqual(trace.traceSteps.at(-1)?.text.end ?? 0);
    }
  });

  it("counts each record that it reads, and refuses none", async () => {
    const events = await eventsOf(importer, open(files));
    expect(events.filter(({ type }) => type === "row").length).toBeGreaterThan(0);
    expect(events.filter(({ type }) => type === "rejected" || type === "duplicate")).toEqual([]);
  });

  it("says the same again, whatever pieces the files come in", async () => {
    const once = await eventsOf(importer, open(files));
    expect(await eventsOf(importer, open(files))).toEqual(once);
    expect(await eventsOf(importer, open(files, 7))).toEqual(once);
  });

  it("gives no name twice to different records", async () => {
    const keys = tracesOf(await eventsOf(importer, open(files))).map(({ recordKey }) => recordKey);
    if (importer.repeats === "duplicates") expect(new Set(keys).size).toBe(keys.length);
  });

  it("keeps hostile text as the text that it is", async () => {
    const words = example.holds === "any" ? HOSTILE : example.holds === "scalar" ? SCALAR : PLAIN;
    const events = await eventsOf(importer, open(example.files(words)));
    expect(events.filter(({ type }) => type === "rejected")).toEqual([]);
    expect(tracesOf(events).some(({ response }) => response.includes(words))).toBe(true);
    for (const trace of tracesOf(events))
      expect(importedTrace.safeParse(trace)).toMatchObject({ success: true });
  });

  it("reads an empty file as nothing", async () => {
    const empty = files.map(({ name }) => ({ name, content: "" }));
    expect(tracesOf(await tolerated(importer, empty))).toEqual([]);
  });

  it.runIf(example.lineBased)(
    "reads on behind a byte order mark, CRLF and a missing last line end",
    async () => {
      const plain = said(await eventsOf(importer, open(files)));
      const changes: ((text: string) => string)[] = [
        (text) => `\uFEFF${text}`,
        (text) => text.replace(/\r?\n/g, "\r\n"),
        (text) => text.replace(/\n$/, ""),
        (text) => `${text}\n\n`,
      ];
      for (const change of changes)
        expect(said(await eventsOf(importer, open(rewritten(files, change))))).toEqual(plain);
    },
  );

  it.runIf(example.lineBased)(
    "refuses a broken line by file, line and reason, and reads the rest",
    async () => {
      const clean = await eventsOf(importer, open(files));
      const rows = (events: readonly ImportEvent[]) => events.filter(({ type }) => type === "row").length;
      for (const [broken, { name, content }] of files.entries()) {
        const lines = textOf(content).split("\n");
        const at = lines.length - 1;
        const withBroken = [...lines.slice(0, at), BROKEN, ...lines.slice(at)].join("\n");
        const changed = files.map((file, i) => (i === broken ? { name, content: withBroken } : file));
        const events = await eventsOf(importer, open(changed));
        const refused = events.flatMap((event) => (event.type === "rejected" ? [event] : []));
        expect(refused).toMatchObject([{ file: name, line: at + 1, excerpt: BROKEN }]);
        expect(refused[0]?.reason.length).toBeGreaterThan(10);
        expect(said(events)).toEqual(said(clean));
        expect(rows(events)).toBe(rows(clean) + 1);
      }
    },
  );

  // Its time is that of a crowded machine: 150 sources are written and read.
  it("never throws, whatever the files hold", { timeout: 60_000 }, async () => {
    const text = textOf(files[0]?.content ?? "");
    const damaged = fc
      .tuple(fc.nat(Math.max(text.length, 1)), fc.nat(40), fc.string({ unit: "binary", maxLength: 20 }))
      .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((json) => `${json}\n`),
      fc.array(fc.json(), { maxLength: 4 }).map((lines) => lines.join("\n")),
      damaged,
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (content) => {
        const changed = files.map(({ name }) => ({ name, content }));
        const heads = await Promise.all(open(changed).map(headOf));
        const sure = importer.detect(heads);
        expect(sure).toBeGreaterThanOrEqual(0);
        expect(sure).toBeLessThanOrEqual(1);
        await tolerated(importer, changed);
      }),
      { seed: 20_261_120, numRuns: 150 },
    );
  });
});
