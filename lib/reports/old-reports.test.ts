import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reportDocument } from "@/lib/contracts/report";
import { STATISTICS_VERSION } from "./conclude";
import { digestOf } from "./digest";
import { readReportContent } from "./read-content";
import { verifyReport } from "./verify";

/** A report of the quickstart as content version 1 froze it; never written again. */
const file = new URL("./testing/report-v1.jsonl", import.meta.url);
const document = reportDocument.parse(JSON.parse(readFileSync(file, "utf8")));

describe("a report that an earlier Stepwell froze", () => {
  it("is whole", () => {
    expect(digestOf(document.content)).toBe(document.contentSha256);
  });

  // If this fails, a contract has changed under frozen reports: give what is new a default in read-content.ts.
  it("can still be read", () => {
    expect(readReportContent(document.content)).toMatchObject({ schemaVersion: 1, name: document.title });
  });

  // If this fails, the same facts lead to other conclusions: raise STATISTICS_VERSION if that was meant.
  it("comes out the same, unless the statistics say that they have changed", () => {
    const { differences, otherStatistics } = verifyReport(readReportContent(document.content));
    expect(otherStatistics).toBe(STATISTICS_VERSION !== 1);
    if (!otherStatistics) expect(differences).toEqual([]);
  });
});
