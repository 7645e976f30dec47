import Link from "next/link";
import type { ReactNode } from "react";
import { visibleText } from "@/components/traces/text/visible-text";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ExplorerRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";

interface Props {
  rows: readonly ExplorerRow[];
  /** Where the explorer goes on with the list. */
  more: string;
  action: ReactNode;
}

/** Traces on which people, continuations and imported scorers differ most: the first to look at. */
export function Disagreements({ rows, more, action }: Props) {
  return (
    <Panel title="Where scorers differ most" padded={rows.length === 0} aside={action}>
      {rows.length === 0 ? (
        <p className="text-ink-2 text-sm">
          No trace has two scorers that speak of the same step yet: label some that have c<sub>i</sub>, or
          import scores beside them.
        </p>
      ) : (
        <>
          <Table>
            <thead>
              <tr>
                <Th>Trace</Th>
                <Th
                  numeric
                  title="Mean distance of what two scorers say of a step: 0 they agree, 1 they say the opposite"
                >
                  Disagreement
                </Th>
                <Th numeric>
                  Mean c<sub>i</sub>
                </Th>
                <Th numeric>Steps</Th>
                <Th numeric>Raters</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Tr key={row.id}>
                  <Td className="w-full min-w-48 max-w-0">
                    <Link
                      href={routes.trace(row.id)}
                      className="block truncate text-accent hover:underline"
                      title={visibleText(row.promptPreview)}
                    >
                      <bdi>{visibleText(row.promptPreview)}</bdi>
                    </Link>
                  </Td>
                  <Td numeric className="font-medium">
                    {row.disagreement?.toFixed(2) ?? "–"}
                  </Td>
                  <Td numeric>{row.meanC?.toFixed(2) ?? "–"}</Td>
                  <Td numeric>{formatCount(row.stepCount)}</Td>
                  <Td numeric>{formatCount(row.raters)}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
          <p className="px-4 py-2 text-xs">
            <Link href={more} className="text-accent hover:underline">
              All of them, in the explorer
            </Link>
          </p>
        </>
      )}
    </Panel>
  );
}
