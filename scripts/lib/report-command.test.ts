import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReportContent } from "@/lib/contracts/report";
import { digestOf } from "@/lib/reports/digest";
import { reportOf, resultsOf } from "@/lib/reports/report-fixture";
import { reportCommand } from "./report-command";

const content = reportOf(
  resultsOf({ outcome: { sums: [200, 204, 198] }, process: { sums: [260, 266, 257] } }),
);

describe("npm run report", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "stepwell-report-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (name: string, frozen: ReportContent, changes: object = {}): string => {
    const file = join(folder, `${name}.json`);
    const document = {
      ...{ id: "rpt_00000001", ablationId: null, title: "t", frozenAt: "2026-01-01T00:00:00.000Z" },
      ...{ codeVersion: "test", contentSha256: digestOf(frozen), content: frozen },
    };
    writeFileSync(file, JSON.stringify({ ...document, ...changes }));
    return file;
  };

  it("ends well where the frozen facts give the same conclusions", () => {
    const { status, out } = reportCommand([write("same", content)]);
    expect(status).toBe(0);
    expect(out).toContain("Distinguishable under Holm's adjustment");
    expect(out).toMatch(/all \d+ conclusions are the same/);
  });

  it("ends with 1 and names what differs", () => {
    const values = { ...content.conclusions.values, familySize: 7 };
    const other = { ...content, conclusions: { ...content.conclusions, values } };
    const { status, out } = reportCommand([write("differs", other)]);
    expect(status).toBe(1);
    expect(out).toContain("familySize: frozen 7, now 1");
  });

  it("refuses files that were changed, are no report, or cannot be read", () => {
    const changed = write("changed", content, { contentSha256: "0".repeat(64) });
    expect(reportCommand([changed])).toMatchObject({ status: 2, out: "" });
    expect(reportCommand([changed]).error).toContain("not what was frozen");
    expect(reportCommand([write("none", content, { id: "run_1" })]).error).toContain(
      "no exported report: id",
    );
    expect(reportCommand([join(folder, "absent.json")])).toMatchObject({ status: 2 });
    expect(reportCommand([changed, "--docx"]).error).toContain("unknown option --docx");
    expect(reportCommand([])).toMatchObject({ status: 2 });
  });

  it("writes tables", () => {
    const file = write("tables", content);
    expect(reportCommand([file, "--latex"]).out).toContain("\\begin{tabular}");
    expect(reportCommand([file, "--csv"]).out).toContain("accuracy,sums,outcome,3,400");
  });
});
