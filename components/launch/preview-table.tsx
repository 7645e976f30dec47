import type { ReactNode } from "react";
import { Table, Td, Th } from "@/components/ui/table";

interface Head {
  name: string;
  /** Shown on hover. */
  meaning?: string;
}

interface Props {
  label: string;
  name: string;
  figures: readonly [Head, Head];
  rows: readonly { key: string; name: ReactNode; figures: readonly [string, string] }[];
}

/** A narrow table of the preview: a name that gives way, and two figures of each. */
export function PreviewTable({ label, name, figures, rows }: Props) {
  return (
    <Table aria-label={label} className="text-xs">
      <thead>
        <tr>
          <Th>{name}</Th>
          {figures.map((head) => (
            <Th key={head.name} numeric className="px-1.5" title={head.meaning}>
              {head.name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <Td className="h-7 w-full max-w-0">
              <span className="flex min-w-0 items-center gap-1.5">{row.name}</span>
            </Td>
            {figures.map((head, i) => (
              <Td key={head.name} numeric className="h-7 px-1.5">
                {row.figures[i]}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
