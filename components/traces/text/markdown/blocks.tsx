import type { Token, Tokens } from "marked";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { SideScroller } from "@/components/ui/side-scroller";
import { visibleText } from "../visible-text";
import { MathText } from "./math";
import { isMath } from "./math-rules";

/** Deeper nesting than any reader follows. */
const DEEPEST = 10;

interface Props {
  tokens: readonly Token[];
  depth?: number;
}

/** Tokens of Markdown as elements that are made here one by one: a model chooses among them, never what they are. */
export function MarkdownTokens({ tokens, depth = 0 }: Props) {
  return tokens
    .map((token, i) => ({ token, key: `${i}-${token.type}` }))
    .map(({ token, key }) => <One key={key} token={token} depth={depth} />);
}

function One({ token, depth }: { token: Token; depth: number }): ReactNode {
  if (depth > DEEPEST) return visibleText(token.raw);
  if (isMath(token)) return <MathText latex={token.latex} raw={token.raw} display={token.display} />;
  return (
    inline(token as Tokens.Generic, depth) ?? block(token as Tokens.Generic, depth) ?? visibleText(token.raw)
  );
}

const inner = (token: { tokens?: Token[] | undefined }, depth: number) => (
  <MarkdownTokens tokens={token.tokens ?? []} depth={depth + 1} />
);

/** Elements within a line; undefined where the token is none. */
function inline(token: Tokens.Generic, depth: number): ReactNode | undefined {
  switch (token.type) {
    case "strong":
      return <strong>{inner(token, depth)}</strong>;
    case "em":
      return <em>{inner(token, depth)}</em>;
    case "del":
      return <del>{inner(token, depth)}</del>;
    case "codespan":
      return <code className="rounded-sm bg-sunken px-1 font-mono">{visibleText(String(token.text))}</code>;
    case "br":
      return <br />;
    case "link":
      return <Address href={String(token.href)}>{inner(token, depth)}</Address>;
    case "image":
      return <Address href={String(token.href)}>{`image: ${visibleText(String(token.text))}`}</Address>;
    case "text":
      return token.tokens ? inner(token, depth) : visibleText(String(token.raw));
    default:
      return undefined;
  }
}

/** A link or image of a model: never followed and never loaded, its address in plain sight. */
function Address({ href, children }: { href: string; children: ReactNode }) {
  return (
    <>
      <span className="underline decoration-dotted">{children}</span>
      <span className="text-ink-3"> ⟨{visibleText(href)}⟩</span>
    </>
  );
}

/** Elements of their own lines; undefined where the token is none. */
function block(token: Tokens.Generic, depth: number): ReactNode | undefined {
  switch (token.type) {
    case "space":
      return null;
    case "paragraph":
      return <p className="my-1.5 first:mt-0 last:mb-0">{inner(token, depth)}</p>;
    case "heading":
      return <p className="mt-2 mb-1 font-semibold text-base first:mt-0">{inner(token, depth)}</p>;
    case "hr":
      return <hr className="my-2" />;
    case "blockquote":
      return <blockquote className="my-1.5 border-l-2 pl-3 text-ink-2">{inner(token, depth)}</blockquote>;
    case "code":
      return (
        <pre className="my-1.5 whitespace-pre-wrap break-words rounded-md bg-sunken p-2 font-mono text-xs">
          {visibleText(String(token.text))}
        </pre>
      );
    case "list":
      return <List list={token as Tokens.List} depth={depth} />;
    case "table":
      return <MarkdownTable table={token as Tokens.Table} depth={depth} />;
    default:
      return undefined;
  }
}

function List({ list, depth }: { list: Tokens.List; depth: number }) {
  const Tag = list.ordered ? "ol" : "ul";
  const start = list.ordered && typeof list.start === "number" ? { start: list.start } : {};
  return (
    <Tag className={cx("my-1.5 pl-6", list.ordered ? "list-decimal" : "list-disc")} {...start}>
      {list.items
        .map((item, i) => ({ item, key: `item-${i}` }))
        .map(({ item, key }) => (
          <li key={key}>
            {item.task ? (item.checked ? "☑ " : "☐ ") : ""}
            {inner(item, depth)}
          </li>
        ))}
    </Tag>
  );
}

function MarkdownTable({ table, depth }: { table: Tokens.Table; depth: number }) {
  const rows = [table.header, ...table.rows].map((cells, i) => ({ cells, key: `row-${i}`, head: i === 0 }));
  return (
    <SideScroller what="A table of the model" className="my-1.5">
      <table className="border-collapse text-sm">
        <tbody>
          {rows.map(({ cells, key, head }) => (
            <tr key={key}>
              {cells
                .map((cell, i) => ({ cell, key: `cell-${i}` }))
                .map(({ cell, key: of }) => (
                  <td key={of} className={cx("border px-2 py-1", head && "bg-sunken font-semibold")}>
                    {inner(cell, depth)}
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroller>
  );
}
