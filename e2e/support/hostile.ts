/** Texts that a model, or a file from anywhere, could bring to break out of a page, mislead its reader or freeze it. */
export interface Hostile {
  name: string;
  text: string;
}

const lines = (n: number, line: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");
const row = (cells: number, cell: string) => `|${`${cell}|`.repeat(cells)}`;

const MARKUP: Hostile[] = [
  { name: "script", text: `<script>window.pwned = "script"</script>` },
  { name: "script in a comment", text: `<!--><script>window.pwned = "comment"</script>-->` },
  { name: "image", text: `<img src=x onerror="window.pwned = 'image'">` },
  { name: "svg", text: `<svg onload="window.pwned = 'svg'"><animate onbegin="window.pwned = 1"/></svg>` },
  { name: "frame", text: `<iframe srcdoc="<script>parent.pwned = 'frame'</script>"></iframe>` },
  {
    name: "style",
    text: `<style>body { display: none !important }</style><div style="position:fixed;inset:0">`,
  },
  {
    name: "base and form",
    text: `<base href="https://evil.example/"><form action="https://evil.example/"><input>`,
  },
  { name: "meta refresh", text: `<meta http-equiv="refresh" content="0;url=https://evil.example/">` },
  { name: "closing tags", text: `</bdi></li></ol></main></body></html><h1>You are logged out</h1>` },
];

const MARKDOWN: Hostile[] = [
  { name: "script link", text: "[click me](javascript:window.pwned='link') <javascript:window.pwned=1>" },
  { name: "data link", text: "[open](data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+)" },
  {
    name: "remote picture",
    text: "![x](https://evil.example/pixel.png) ![y][z]\n\n[z]: https://evil.example/z.png",
  },
  { name: "autolink", text: "https://evil.example/ and www.evil.example and a@evil.example" },
  {
    name: "html in a table",
    text: "| <script>window.pwned=1</script> | b |\n|-|-|\n| <img src=x onerror=pwned=1> | c |",
  },
  { name: "unclosed everything", text: "**_`~~[![<a ".repeat(200) },
  { name: "nested quotes", text: ">".repeat(5_000) },
  { name: "nested lists", text: lines(300, (i) => `${" ".repeat(i * 2)}- a`) },
  { name: "brackets", text: "[".repeat(20_000) },
  { name: "stars", text: "*a".repeat(9_000) },
];

const FORMULAS: Hostile[] = [
  { name: "broken", text: "$\\frac{1}{$ and $$\\begin{matrix} 1 & 2$$ and $\\undefinedcommand{x}$" },
  { name: "link in a formula", text: "$\\href{javascript:window.pwned=1}{x}$ $\\url{javascript:1}$" },
  {
    name: "picture in a formula",
    text: "$\\includegraphics{https://evil.example/x.png}$ $\\htmlStyle{position:fixed}{x}$",
  },
  {
    name: "macro bomb",
    text: "$\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b}\\c\\c\\c\\c$",
  },
  { name: "macro without end", text: "$\\def\\x{\\x\\x}\\x$" },
  {
    name: "larger than the page",
    text: "$\\rule{9999em}{9999em}$ $$\\kern-9999em x \\raise9999em{y}$$ $\\Huge x$",
  },
  { name: "many", text: "$x_1^2$ ".repeat(1_500) },
];

const HIDDEN: Hostile[] = [
  { name: "right to left", text: "access\u202Eslaed\u202C granted \u2066\u2067nested\u2069\u2069" },
  { name: "control characters", text: "before\u0000\u0007\u001b[31mred\u001b[0m\u0085after" },
  { name: "marks without end", text: `z${"\u0300\u0301\u0302\u0303".repeat(2_000)}` },
  { name: "astral", text: "\u{1F469}\u200D\u{1F469}\u200D\u{1F467}".repeat(500) },
];

const LARGE: Hostile[] = [
  { name: "line of 100,000 characters", text: "x".repeat(100_000) },
  { name: "blanks", text: `${" ".repeat(100_000)}end` },
  { name: "empty lines", text: `${"\n".repeat(50_000)}end` },
  { name: "wide table", text: [row(2_000, "h"), row(2_000, "-"), row(2_000, "c")].join("\n") },
  { name: "long table", text: [row(4, "h"), row(4, "-"), lines(4_000, () => row(4, "c"))].join("\n") },
];

/** All of them, each under a name that tells what it tries. */
export const HOSTILE: readonly Hostile[] = [...MARKUP, ...MARKDOWN, ...FORMULAS, ...HIDDEN, ...LARGE];
