import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { mathAt } from "./math-rules";
import { MOST_RENDERED, parseMarkdown } from "./parse-markdown";
import RenderedText from "./rendered-text";

const html = (text: string) => renderToStaticMarkup(<RenderedText text={text} />);

describe("rendered text", () => {
  it("draws what reviewers meet: emphasis, lists, code, tables", () => {
    const drawn = html("**b** *i* `c`\n\n1. one\n2. two\n\n|a|b|\n|-|-|\n|1|2|\n\n```py\nx < 1\n```");
    for (const part of ["<strong>b</strong>", "<em>i</em>", "<ol", "<td", "x &lt; 1"])
      expect(drawn).toContain(part);
  });
  it.each([
    "<script>window.pwned = 1</script>",
    "<style>body{display:none}</style>",
    '<img src=x onerror="pwned()">',
    "![x](https://evil.example/pixel.png)",
    "[click](javascript:pwned())",
    "<https://evil.example>",
    "[a]: javascript:pwned()\n\n[a]",
    "https://evil.example",
    '<iframe src="https://evil.example"></iframe>',
    "<svg onload=pwned()>",
    "`<b onclick=x>`",
    "| <b> |\n|-|\n| <script>x</script> |",
  ])("shows markup and addresses as text: %s", (text) => {
    const elements = (html(text).match(/<[^>]*>/g) ?? []).join(" ");
    expect(elements).not.toMatch(/<(?:script|style|img|a|iframe|svg|b)[\s>]|\s(?:href|src|on\w+)=/i);
  });
  it("shows every letter of the address that a link hides", () => {
    expect(html("[bank](javascript:pwned)")).toContain("⟨javascript:pwned⟩");
  });
  it("makes visible what hides", () => expect(html("a\u202eb")).toContain("⟨U+202E⟩"));
  it("shows as written, with the reason, what would hold up the page", () => {
    expect(html("x".repeat(MOST_RENDERED + 1))).toContain("shown as written");
    expect(html("*a* ".repeat(4_900))).toContain("Too many parts");
    expect(html(">".repeat(MOST_RENDERED))).toContain("Nested too deeply");
  });
  it("makes no element of its own from any text", () => {
    const tricky = fc.constantFrom(
      "<",
      ">",
      "[",
      "](",
      ")",
      "!",
      "`",
      "*",
      "|",
      "\n",
      "$",
      "\\",
      "javascript:",
      "a ",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(tricky, fc.string({ maxLength: 3 })), { maxLength: 40 }), (parts) => {
        const tags = html(parts.join("")).matchAll(/<([a-z]+)/g);
        const known = ["bdi", "p", "strong", "em", "del", "code", "br", "span", "hr", "blockquote", "pre"];
        const all = [...known, "ol", "ul", "li", "div", "table", "tbody", "tr", "td"];
        for (const [, tag] of tags) expect(all).toContain(tag);
      }),
    );
  });
});

describe("formulas", () => {
  it.each([
    ["$x^2$ is", "x^2", false],
    ["$$\na\n$$", "a", true],
    ["\\(a\\$b\\)", "a\\$b", false],
    ["\\[ a \\]", "a", true],
  ])("are found in %s", (src, latex, display) => expect(mathAt(src)).toMatchObject({ latex, display }));
  it.each(["$5 and $6", "$ a $", "$a\nb$", "$$", "$a", "\\(a", "$$a\n\nb$$", `$${"x".repeat(2_100)}$`])(
    "are not found in %s",
    (src) => expect(mathAt(src)).toBeUndefined(),
  );
  it("keep their underscores and stars from becoming emphasis", () => {
    const parsed = parseMarkdown("so $a_1 * b_1 * c_1$ holds");
    expect(JSON.stringify(parsed)).toContain('"latex":"a_1 * b_1 * c_1"');
    expect(JSON.stringify(parsed)).not.toContain('"em"');
  });
});
