import { armMarkOf } from "@/components/charts/arm-position";
import { CHART } from "@/components/charts/theme";
import { tickLabel } from "@/components/charts/tick-label";
import { type Axis, positionOn } from "@/components/charts/ticks";
import type { ResultArm } from "@/lib/contracts/results";
import { armLook, SHARED_LOOK } from "@/lib/domain/arm-colours";
import { ArmGlyph } from "./arm-glyph";
import { FigureText } from "./figure-axis";
import type { ArmCurve, CurvePanel, Place } from "./prepare-curves";

const WIDTH = 680;
const PANEL = { width: 330, height: 186, left: 44, right: 14, top: 22, bottom: 36 };
const GAP = 20;
const LEGEND = 16;
/** Marks along a line: they and not colour alone tell arms apart. */
const MARKS = 6;

const lookOf = (arm: ResultArm) => {
  const { position } = armMarkOf(arm);
  return position === null ? SHARED_LOOK : armLook(position);
};

/** A panel with its names; `n` of its arms is what a line rests on. */
type NamedPanel = CurvePanel & { title: string; unit: string; xTitle: string };

interface Props {
  panels: readonly NamedPanel[];
  arms: readonly ResultArm[];
  title: string;
  /** Begins the names of clipped areas, so that two figures of one page do not share them. */
  id: string;
  /** What stands behind an arm's lines, for its line of the legend. */
  basisOf: (own: readonly ArmCurve[], arm: ResultArm) => string;
}

/** Curves of several quantities, two panels a row, with one legend: a line an arm, told apart by mark, colour and dash. */
export function CurvesFigure({ panels, arms, title, id, basisOf }: Props) {
  const rows = Math.ceil(panels.length / 2);
  const drawn = arms.filter((arm) => panels.some((panel) => panel.arms.some((each) => each.arm === arm.key)));
  const below = rows * (PANEL.height + 8);
  const height = below + drawn.length * LEGEND + 4;
  return (
    <svg role="img" aria-label={title} width={WIDTH} height={height} viewBox={`0 0 ${WIDTH} ${height}`}>
      {panels.map((panel, i) => (
        <g
          key={panel.metric}
          transform={`translate(${(i % 2) * (PANEL.width + GAP)} ${Math.floor(i / 2) * (PANEL.height + 8)})`}
        >
          <Panel panel={panel} arms={drawn} clip={`${id}-panel-${i}`} />
        </g>
      ))}
      {drawn.map((arm, i) => (
        <LegendLine
          key={arm.key}
          arm={arm}
          basis={basisOf(
            panels.flatMap((panel) => panel.arms.filter((each) => each.arm === arm.key)),
            arm,
          )}
          y={below + i * LEGEND + 10}
        />
      ))}
    </svg>
  );
}

const BOX = {
  x: PANEL.left,
  y: PANEL.top,
  width: PANEL.width - PANEL.left - PANEL.right,
  height: PANEL.height - PANEL.top - PANEL.bottom,
};
const px = (x: number) => (BOX.x + x * BOX.width).toFixed(1);
const py = (y: number) => (BOX.y + (1 - y) * BOX.height).toFixed(1);
const path = (places: readonly Place[]) =>
  places.map(({ x, y }, i) => `${i ? "L" : "M"}${px(x)} ${py(y)}`).join("");

function bandPath(band: ArmCurve["band"][number]): string {
  const upper = path(band.map(({ x, hi }) => ({ x, y: hi })));
  const lower = path(band.toReversed().map(({ x, lo }) => ({ x, y: lo })));
  return `${upper}${lower.replace("M", "L")}Z`;
}

function Panel({ panel, arms, clip }: { panel: NamedPanel; arms: readonly ResultArm[]; clip: string }) {
  const curves = arms.flatMap((arm, order) => {
    const curve = panel.arms.find((each) => each.arm === arm.key);
    return curve ? [{ curve, arm, order }] : [];
  });
  return (
    <>
      <clipPath id={clip}>
        <rect {...BOX} />
      </clipPath>
      <FigureText
        text={`${panel.title}${panel.unit ? ` [${panel.unit}]` : ""}`}
        width={PANEL.width - 10}
        x={PANEL.left}
        y={13}
        fontWeight={600}
        fill={CHART.colours.ink}
      />
      <Axes x={panel.x} y={panel.y} xTitle={panel.xTitle} />
      <g clipPath={`url(#${clip})`} fill="none">
        {curves.map((each) => (
          <Curve key={each.arm.key} {...each} />
        ))}
      </g>
      {curves.map((each) => (
        <Marks key={each.arm.key} {...each} />
      ))}
    </>
  );
}

function Axes({ x, y, xTitle }: { x: Axis; y: Axis; xTitle: string }) {
  const bottom = BOX.y + BOX.height;
  return (
    <g fontSize={9.5} fill={CHART.colours.axis}>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={BOX.x}
            x2={BOX.x + BOX.width}
            y1={py(positionOn(y, tick))}
            y2={py(positionOn(y, tick))}
            stroke={CHART.colours.grid}
          />
          <text x={BOX.x - 5} y={Number(py(positionOn(y, tick))) + 3} textAnchor="end">
            {tickLabel(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={px(positionOn(x, tick))} y={bottom + 12} textAnchor="middle">
          {tickLabel(tick)}
        </text>
      ))}
      <line x1={BOX.x} x2={BOX.x + BOX.width} y1={bottom} y2={bottom} stroke={CHART.colours.zero} />
      <text x={BOX.x + BOX.width / 2} y={bottom + 26} textAnchor="middle">
        {xTitle}
      </text>
    </g>
  );
}

interface CurveProps {
  curve: ArmCurve;
  arm: ResultArm;
  /** Which of the arms drawn here it is. */
  order: number;
}

function Curve({ curve, arm }: CurveProps) {
  const { colour, dash } = lookOf(arm);
  const seeds = curve.seeds.map(path).join("");
  const mean = curve.mean.map(path).join("");
  return (
    <g stroke={colour}>
      <path d={curve.band.map(bandPath).join("")} fill={colour} fillOpacity={0.14} stroke="none" />
      <path d={seeds} strokeWidth={0.6} strokeOpacity={0.45} />
      <path d={mean} strokeWidth={1.7} strokeDasharray={dash || undefined} />
    </g>
  );
}

/** Outside of the clipped area, so that a mark at its edge is drawn whole; what the panel cuts off has none. */
function Marks({ curve, arm, order }: CurveProps) {
  return marked(curve, order)
    .filter(({ y }) => y >= 0 && y <= 1)
    .map(({ x, y }) => (
      <ArmGlyph key={x} x={Number(px(x))} y={Number(py(y))} position={armMarkOf(arm).position} size={7} />
    ));
}

/** Places along an arm's mean (or its only seed) that carry its mark; arms take turns, so that marks do not hide each other. */
function marked(curve: ArmCurve, order: number): Place[] {
  const line = (curve.mean.length > 0 ? curve.mean : curve.seeds).flat();
  const every = Math.max(1, Math.floor(line.length / MARKS));
  const first = Math.floor((every * (order + 0.5)) / MARKS) % every;
  return line.filter((_, i) => i % every === first);
}

/** The arm's line, mark and name, and what its curves rest on. */
function LegendLine({ arm, basis, y }: { arm: ResultArm; basis: string; y: number }) {
  const { colour, dash } = lookOf(arm);
  return (
    <g>
      <line
        x1={PANEL.left}
        x2={PANEL.left + 26}
        y1={y}
        y2={y}
        stroke={colour}
        strokeWidth={1.7}
        strokeDasharray={dash || undefined}
      />
      <ArmGlyph x={PANEL.left + 13} y={y} position={armMarkOf(arm).position} size={8} />
      <FigureText
        text={`${arm.name}, ${basis}`}
        width={WIDTH - 100}
        x={PANEL.left + 34}
        y={y + 3.5}
        fill={CHART.colours.ink}
      />
    </g>
  );
}
