"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { drawnSvg } from "@/components/charts/drawn-svg";
import { labelledIndices } from "@/components/charts/heatmap-size";
import { type Frame, frameY, SvgAxes } from "@/components/charts/svg-axes";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { CHART } from "@/components/charts/theme";
import { axisFor } from "@/components/charts/ticks";
import { useWidth } from "@/components/charts/use-width";
import { Panel } from "@/components/ui/panel";
import { type BreakMark, marksCsv } from "./prepare-breaks";

const HEIGHT = 240;
const WIDEST_BAND = 64;
/** Room of a character of a label on the axis, px. */
const LABEL_ROOM = 5.6;

interface Props {
  title: string;
  xTitle: string;
  yTitle: string;
  kind: "bars" | "dots";
  marks: readonly BreakMark[];
  /** With those that are not drawn: for the CSV. */
  all: readonly BreakMark[];
  /** Share of 1 or count: the ends of the axis. */
  unit: "count" | "share" | "c";
  csvHead: string;
  hrefOf: (mark: BreakMark) => string | null;
  caption: ReactNode;
}

const FORMATS = {
  count: (v: number) => String(v),
  share: (v: number) => String(Math.round(v * 100)),
  c: (v: number) => v.toFixed(1),
} as const;

function axisOf({ unit, marks }: Pick<Props, "unit" | "marks">) {
  if (unit === "c") return { ...axisFor([0, 1]), lo: 0, hi: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };
  const most = Math.max(unit === "count" ? 1 : 0.01, ...marks.map((m) => m.value ?? 0));
  const axis = axisFor([0, most]);
  const ticks = axis.ticks.filter((t) => t >= 0 && (unit !== "count" || Number.isInteger(t)));
  return { ...axis, lo: 0, hi: Math.max(most, ticks.at(-1) ?? most), ticks };
}

/** Bars or dots of an overview; each is a link to its traces, for the pointer and for keys. */
export function MarksChart(props: Props) {
  const { title, marks, all, caption, csvHead } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [hovered, setHovered] = useState<{ mark: BreakMark; x: number } | null>(null);
  const isEmpty = marks.every((m) => m.value === null);
  return (
    <figure className="min-w-0">
      <Panel
        title={title}
        className="overflow-visible!"
        aside={
          <TakeAlongMenu
            title={title}
            empty={isEmpty}
            svg={(figure) => drawnSvg(figure, title, [])}
            csv={() => marksCsv(all, csvHead)}
          />
        }
      >
        <div ref={ref} className="relative" style={{ height: HEIGHT }}>
          {isEmpty ? (
            <p className="flex h-full items-center justify-center text-ink-3 text-xs">
              No trace of this selection has a c.
            </p>
          ) : width > 0 ? (
            <Drawing {...props} width={width} onHover={setHovered} />
          ) : null}
          {hovered ? <Card {...hovered} width={width} /> : null}
        </div>
        <figcaption className="mt-2 text-ink-3 text-xs">{caption}</figcaption>
      </Panel>
    </figure>
  );
}

function Card({ mark, x, width }: { mark: BreakMark; x: number; width: number }) {
  const [first, ...rest] = mark.lines;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-1 z-20 max-w-64 rounded-md border bg-surface px-2.5 py-1.5 text-ink-2 text-xs shadow-pop"
      style={x > width / 2 ? { right: width - x + 16 } : { left: x + 16 }}
    >
      <p className="font-medium text-ink">{first}</p>
      {rest.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {mark.opens ? <p className="text-accent">Click to read them</p> : null}
    </div>
  );
}

interface DrawingProps extends Props {
  width: number;
  onHover: (at: { mark: BreakMark; x: number } | null) => void;
}

function Drawing(props: DrawingProps) {
  const { marks, width, title, xTitle, yTitle, unit, onHover } = props;
  const y = axisOf(props);
  const longest = Math.max(...marks.map((m) => m.label.length));
  const left = 48;
  const band = Math.min(WIDEST_BAND, (width - left - 12) / marks.length);
  const frame: Frame = { left, right: left + band * marks.length, top: 10, bottom: HEIGHT - 40 };
  const labelled = labelledIndices(marks.length, band * marks.length, longest * LABEL_ROOM + 6);
  return (
    <svg data-chart width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
      <title>{title}</title>
      <SvgAxes
        frame={frame}
        x={{ ...y, lo: 0, hi: marks.length, ticks: [] }}
        y={y}
        xTitle={xTitle}
        yTitle={yTitle}
        formatY={FORMATS[unit]}
      />
      {marks.map((mark, i) => (
        <Linked
          key={mark.key}
          href={props.hrefOf(mark)}
          label={mark.lines.join(", ")}
          onHover={(on) => onHover(on ? { mark, x: left + (i + 0.5) * band } : null)}
        >
          <rect
            x={left + i * band}
            y={frame.top}
            width={band}
            height={frame.bottom - frame.top}
            fill="transparent"
          />
          <Mark
            mark={mark}
            kind={props.kind}
            x={left + i * band}
            band={band}
            yOf={(v) => frameY(frame, y, v)}
          />
          {labelled.includes(i) ? (
            <text
              x={left + (i + 0.5) * band}
              y={frame.bottom + 14}
              textAnchor="middle"
              fontSize={CHART.fontSize}
              fill={CHART.colours.axis}
            >
              {mark.label}
            </text>
          ) : null}
        </Linked>
      ))}
    </svg>
  );
}

interface MarkProps {
  mark: BreakMark;
  kind: Props["kind"];
  x: number;
  band: number;
  yOf: (value: number) => number;
}

function Mark({ mark, kind, x, band, yOf }: MarkProps) {
  const { value, low, high } = mark;
  if (value === null) return null;
  const middle = x + band / 2;
  if (kind === "bars") {
    const inset = Math.min(8, band * 0.15);
    return (
      <rect
        x={x + inset}
        y={yOf(value)}
        width={band - 2 * inset}
        height={Math.max(0, yOf(0) - yOf(value))}
        fill="var(--accent)"
        fillOpacity={0.75}
      />
    );
  }
  const cap = Math.min(4, band / 4);
  return (
    <g stroke={CHART.colours.ink} fill={CHART.colours.ink}>
      {low !== null && high !== null ? (
        <path
          d={`M${middle} ${yOf(low)}V${yOf(high)}M${middle - cap} ${yOf(low)}h${2 * cap}M${middle - cap} ${yOf(high)}h${2 * cap}`}
        />
      ) : null}
      <circle cx={middle} cy={yOf(value)} r={Math.max(1.5, Math.min(3.5, band / 4))} stroke="none" />
    </g>
  );
}

interface LinkedProps {
  href: string | null;
  label: string;
  onHover: (on: boolean) => void;
  children: ReactNode;
}

/** A mark that leads to its traces; one with none behind it is only read. */
function Linked({ href, label, onHover, children }: LinkedProps) {
  const router = useRouter();
  const hover = { onPointerEnter: () => onHover(true), onPointerLeave: () => onHover(false) };
  if (href === null)
    return (
      <g {...hover}>
        <desc>{label}</desc>
        {children}
      </g>
    );
  return (
    <a
      href={href}
      aria-label={label}
      className="group cursor-pointer"
      {...hover}
      onFocus={() => onHover(true)}
      onBlur={() => onHover(false)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        router.push(href);
      }}
    >
      {children}
    </a>
  );
}
