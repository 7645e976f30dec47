"use client";

import { useId } from "react";
import { markOf } from "@/components/ui/arm-chip";
import type { ResultArm } from "@/lib/contracts/results";
import type { VariancePart } from "@/lib/stats/ablation";
import { armMarkOf } from "./arm-position";
import { partsOf, type VarianceRow } from "./prepare-variance";
import { CHART } from "./theme";

const WIDTH = 680;
const ROW = 26;
const STRIP = 14;
const LABEL = 150;
const BASIS = 190;
const AXIS = 30;
/** A share below this has no room for its number. */
const LABELLED = 0.07;
const MOST_LETTERS = 24;

export const PART_WORDS: Record<VariancePart, string> = {
  seed: "seed (retraining)",
  question: "question",
  "seed x question": "seed × question",
  decoding: "decoding",
  rest: "rest (seed × question and decoding)",
};

/** How a part is filled: grounds differ in pattern, not only in shade, so that they survive grey print. */
const FILLS: Record<VariancePart, { ground: string; pattern: string | null }> = {
  seed: { ground: "var(--ink)", pattern: null },
  question: { ground: "var(--info)", pattern: "M-1 1l2 -2M0 6l6 -6M5 7l2 -2" },
  "seed x question": { ground: "var(--ink-3)", pattern: "M0 3h6" },
  decoding: { ground: "var(--sunken)", pattern: "M3 0v6" },
  rest: { ground: "var(--sunken)", pattern: "M2 2h1.4v1.4h-1.4Z" },
};

function Patterns({ id, parts }: { id: string; parts: readonly VariancePart[] }) {
  return (
    <defs>
      {parts.map((part) => {
        const { ground, pattern } = FILLS[part];
        return (
          <pattern key={part} id={patternId(id, part)} width={6} height={6} patternUnits="userSpaceOnUse">
            <rect width={6} height={6} fill={ground} />
            {pattern ? (
              <path
                d={pattern}
                stroke={part === "question" ? "var(--surface)" : "var(--ink-3)"}
                strokeOpacity={0.7}
                fill="none"
              />
            ) : null}
          </pattern>
        );
      })}
    </defs>
  );
}

const patternId = (id: string, part: VariancePart) => `${id}-${part.replaceAll(" ", "-")}`;
const clipped = (name: string) => (name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name);

interface Props {
  rows: readonly VarianceRow<ResultArm>[];
  title: string;
}

/** Where the variance of single answers comes from: one stacked strip an arm, S and n beside it. */
export function VarianceStripChart({ rows, title }: Props) {
  // Colons of React's ids would end a url(#…) reference in some viewers.
  const id = `v${useId().replace(/\W/g, "")}`;
  const parts = partsOf(rows);
  const legendY = rows.length * ROW + AXIS + 6;
  const height = legendY + 18;
  const right = WIDTH - BASIS;
  return (
    <svg
      role="img"
      aria-label={title}
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
      className="h-auto max-w-full"
    >
      {/* Type and colour stand inside: what is taken along is the drawing without its <svg>. */}
      <g fontSize={CHART.fontSize} fill={CHART.colours.text}>
        <Patterns id={id} parts={parts} />
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => {
          const x = LABEL + tick * (right - LABEL);
          return (
            <g key={tick}>
              <path d={`M${x} 0V${rows.length * ROW}`} stroke={CHART.colours.grid} />
              <text x={x} y={rows.length * ROW + 12} textAnchor="middle">
                {100 * tick}
              </text>
            </g>
          );
        })}
        {rows.map((row, i) => (
          <Row key={row.arm.key} row={row} y={i * ROW} id={id} />
        ))}
        <text x={(LABEL + right) / 2} y={rows.length * ROW + 25} textAnchor="middle">
          share of the variance of one answer [%]
        </text>
        <Legend parts={parts} id={id} y={legendY} />
      </g>
    </svg>
  );
}

function Row({ row, y, id }: { row: VarianceRow<ResultArm>; y: number; id: string }) {
  const { position, hollow } = armMarkOf(row.arm);
  const { path, colour } = markOf(position);
  const span = WIDTH - BASIS - LABEL;
  const top = y + (ROW - STRIP) / 2;
  return (
    <g>
      <path
        d={path}
        transform={`translate(0 ${y + ROW / 2 - 5}) scale(.85)`}
        fill={hollow ? "var(--surface)" : colour}
        stroke={hollow ? colour : "none"}
        fillRule="evenodd"
      />
      <text x={16} y={y + ROW / 2 + 4} fill={CHART.colours.ink}>
        <title>{row.arm.name}</title>
        {clipped(row.arm.name)}
      </text>
      {row.segments.map(({ part, from, to, share }) => (
        <g key={part}>
          <rect
            x={LABEL + from * span}
            y={top}
            width={Math.max(0, (to - from) * span)}
            height={STRIP}
            fill={`url(#${patternId(id, part)})`}
            stroke={CHART.colours.axis}
            strokeWidth={0.75}
          >
            <title>{`${PART_WORDS[part]}: ${(100 * share).toFixed(1)}%`}</title>
          </rect>
          {share >= LABELLED ? (
            <ShareLabel x={LABEL + ((from + to) / 2) * span} y={top + STRIP / 2} share={share} />
          ) : null}
        </g>
      ))}
      <text x={WIDTH - BASIS + 10} y={y + ROW / 2 + 4} fill={CHART.colours.axis}>
        {row.segments.length > 0 && row.segments[0] ? (
          <tspan fill={CHART.colours.ink}>seed {(100 * row.segments[0].share).toFixed(1)}% </tspan>
        ) : null}
        {row.basis}
      </text>
    </g>
  );
}

/** The number on a small ground of its own: patterns behind text cannot be read. */
function ShareLabel({ x, y, share }: { x: number; y: number; share: number }) {
  return (
    <g>
      <rect x={x - 13} y={y - 5.5} width={26} height={11} rx={2} fill="var(--surface)" />
      <text x={x} y={y + 3.5} textAnchor="middle" fontSize={9.5} fill={CHART.colours.ink}>
        {Math.round(100 * share)}%
      </text>
    </g>
  );
}

function Legend({ parts, id, y }: { parts: readonly VariancePart[]; id: string; y: number }) {
  const widths = parts.map((part) => 34 + PART_WORDS[part].length * 6.2);
  return (
    <g>
      {parts.map((part, i) => {
        const x = widths.slice(0, i).reduce((total, width) => total + width, 0);
        return (
          <g key={part} transform={`translate(${x} ${y})`}>
            <rect
              width={12}
              height={12}
              fill={`url(#${patternId(id, part)})`}
              stroke={CHART.colours.axis}
              strokeWidth={0.75}
            />
            <text x={17} y={10}>
              {PART_WORDS[part]}
            </text>
          </g>
        );
      })}
    </g>
  );
}
