import { describe, expect, it } from "vitest";
import { csvRows, ImportError } from "./csv-rows";
import { resultSetFromCsv } from "./result-set-csv";

const about = { name: "Theirs", source: "a paper, Table 2" };
const parse = (text: string, more = {}) => resultSetFromCsv(text, { ...about, ...more });

function problemsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ImportError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("CSV", () => {
  it("reads quotes, delimiters in them, line breaks, blank lines, both line ends and a byte order mark", () => {
    const text = '\uFEFFa, b ,c\r\n\r\n"x, ""y""" , "two\nlines",\n 1,2,3';
    expect(csvRows(text, ",")).toEqual([
      { line: 1, cells: ["a", "b", "c"] },
      { line: 3, cells: ['x, "y"', "two\nlines", ""] },
      { line: 5, cells: ["1", "2", "3"] },
    ]);
  });

  it("names the line of a damaged quote", () => {
    expect(problemsOf(() => csvRows('a\n"b', ","))).toEqual(["line 2, b: the quote is never closed"]);
    expect(problemsOf(() => csvRows('a\nb"c', ","))).toEqual(['line 2, b"c: quote the whole cell']);
    expect(problemsOf(() => csvRows('"a" b', ","))).toEqual([
      "line 1, a: something follows the closing quote",
    ]);
  });
});

describe("a result set from CSV", () => {
  it("keeps names, makes keys, and takes the printed digits from the text", () => {
    const file = parse(
      "Arm,Benchmark,questions,percent,correct,clusters,footnote\n" +
        'Qwen3-VL 8B,Video-MMMU,900,62.89,,300,\nÉtude,Video-MMMU,900,,548,300,"other, backbone"\n' +
        "Qwen3-VL 8B,MathQA,420,25.20%,,,\n",
      { baseline: "Étude" },
    );
    expect(file.arms).toEqual([
      { key: "qwen3-vl-8b", name: "Qwen3-VL 8B", footnote: null },
      { key: "etude", name: "Étude", footnote: "other, backbone" },
    ]);
    expect(file.benchmarks).toEqual([
      { key: "video-mmmu", title: "Video-MMMU", questions: 900, clusters: 300 },
      { key: "mathqa", title: "MathQA", questions: 420, clusters: null },
    ]);
    expect(file.baselineArm).toBe("etude");
    expect(file.cells).toEqual([
      { arm: "qwen3-vl-8b", benchmark: "video-mmmu", percent: 62.89, decimals: 2 },
      { arm: "etude", benchmark: "video-mmmu", correct: 548, decimals: 2 },
      { arm: "qwen3-vl-8b", benchmark: "mathqa", percent: 25.2, decimals: 2 },
    ]);
  });

  it("reads semicolons and tabs as a spreadsheet writes them", () => {
    for (const delimiter of [";", "\t"])
      expect(
        parse(["arm,benchmark,questions,correct", "a,b,10,5"].join("\n").replaceAll(",", delimiter)).cells,
      ).toMatchObject([{ arm: "a", benchmark: "b", correct: 5 }]);
  });

  it("keeps names apart whose keys would be one", () => {
    const { arms } = parse("arm,benchmark,questions,correct\nA b,x,9,1\na-B,x,9,2\n模型,x,9,3\n型,x,9,4");
    expect(arms.map(({ key }) => key)).toEqual(["a-b", "a-b-2", "arm", "arm-2"]);
  });

  it("lists every line and field that is wrong", () => {
    const text =
      "arm,benchmark,questions,percent,correct\n" +
      'a,x,10,"25,2",\n,x,10,1.5,\nb,x,12,50,\nc,y,ten,50,\nd,y,10,50,many\n';
    expect(problemsOf(() => parse(text))).toEqual([
      "line 2, percent: “25,2” is no percentage such as 25.20",
      "line 3, arm: is missing",
      "line 4, questions: is 10 for the same benchmark on line 2",
      "line 5, questions: “ten” is no whole number",
      "line 6, correct: “many” is no whole number",
    ]);
    expect(problemsOf(() => parse("arm,score\n1,2"))).toEqual([
      expect.stringContaining("line 1, score: unknown column"),
      "line 1, benchmark: the column is missing",
      "line 1, questions: the column is missing",
      "line 1, percent: a column percent or correct is needed",
    ]);
    expect(problemsOf(() => parse("arm,benchmark,questions,correct"))).toHaveLength(1);
    expect(problemsOf(() => parse("arm,benchmark,questions,correct\na,b,1,1,1"))).toEqual([
      "line 2, row: has 5 cells, the header 4",
    ]);
    expect(problemsOf(() => parse("arm,benchmark,questions,correct\na,b,9,1", { baseline: "z" }))).toEqual([
      "baseline: no arm is called “z”",
    ]);
  });

  it("tells on which line the contract is broken", () => {
    const text =
      "arm,benchmark,questions,percent,correct\na,x,10,50.0,5\na,x,10,,5\nb,x,10,,11\nc,x,10,60.0,5\nd,x,10,,";
    expect(problemsOf(() => parse(text)).sort()).toEqual([
      "line 3, row: each arm and benchmark once",
      "line 4, correct: more than the 10 questions of the benchmark",
      "line 5, correct: is not 60% of 10 questions",
      "line 6, percent: percent or correct is needed",
    ]);
  });
});
