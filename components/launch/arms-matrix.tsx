"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { NumberField } from "@/components/ui/number-field";
import { Panel } from "@/components/ui/panel";
import { Popover } from "@/components/ui/popover";
import { SideScroller } from "@/components/ui/side-scroller";
import { plural } from "@/lib/format/number";
import { ArmCell, partnerValue } from "./arm-cell";
import { ARM_TEMPLATES, addArm } from "./arm-edits";
import { ArmHead } from "./arm-head";
import { getAt, type SpecDraft, setAt } from "./draft";
import { useLaunchForm } from "./form-context";
import { MatrixChoice } from "./matrix-choice";
import { MATRIX_GROUPS, type MatrixRow } from "./matrix-rows";

/** Indices of the arms that are trained. */
function trained(draft: SpecDraft): number[] {
  return draft.arms.flatMap((arm, i) => (arm.training === null ? [] : [i]));
}

/** Sets a row in every trained arm. */
function setAll(draft: SpecDraft, row: MatrixRow, value: unknown): SpecDraft {
  let next = draft;
  for (const i of trained(draft)) {
    next = setAt(next, `arms.${i}.${row.path}`, value === null && row.inherits ? undefined : value);
    const partner = partnerValue(row.path, value);
    if (partner) next = setAt(next, `arms.${i}.${partner.path}`, partner.value);
  }
  return next;
}

/** Arms as columns. Two may have the same key while it is typed, so the position is the identity of a column. */
function columnsOf(draft: SpecDraft) {
  return draft.arms.map((arm, index) => ({ arm, index, column: `column-${index + 1}` }));
}

function AllCell({ row }: { row: MatrixRow }) {
  const { draft, change } = useLaunchForm();
  const values = trained(draft).map((i) => getAt(draft, `arms.${i}.${row.path}`));
  const same = values.every((v) => v === values[0]);
  const first = same ? values[0] : undefined;
  const label = `${row.label.symbol} ${row.label.text}, all arms`;
  if (row.kind === "flag") {
    return (
      <span className="flex h-7 items-center justify-end gap-1.5 text-ink-2 text-xs">
        <input
          type="checkbox"
          className="size-3.5 accent-(--accent-fill)"
          aria-label={label}
          checked={first === true}
          ref={(box) => {
            if (box) box.indeterminate = !same;
          }}
          onChange={(event) => change((d) => setAll(d, row, event.target.checked))}
        />
        {same ? (first === true ? "on" : "off") : "varies"}
      </span>
    );
  }
  if (row.kind === "choice") {
    return (
      <MatrixChoice
        row={row}
        value={first}
        label={label}
        unset={!same ? "varies" : row.inherits ? "as shared" : null}
        className="w-24"
        onChoose={(value) =>
          value === null && !row.inherits ? undefined : change((d) => setAll(d, row, value))
        }
      />
    );
  }
  return (
    <NumberField
      aria-label={label}
      className="h-7 border-dashed"
      placeholder={same ? "" : "varies"}
      value={typeof first === "number" ? first : null}
      onValueChange={(value) => change((d) => setAll(d, row, value))}
    />
  );
}

function Row({ row }: { row: MatrixRow }) {
  const { draft } = useLaunchForm();
  const reference = trained(draft)[0];
  const usual = reference === undefined ? undefined : getAt(draft, `arms.${reference}.${row.path}`);
  return (
    <tr>
      <th
        scope="row"
        className="sticky left-0 z-10 w-40 min-w-28 max-w-40 truncate bg-surface py-0.5 pr-2 pl-4 text-left font-normal text-ink-2 text-xs"
        title={row.unit ? `${row.label.text} [${row.unit}]` : row.label.text}
      >
        {row.label.symbol ? <span className="mr-1.5 font-medium text-ink">{row.label.symbol}</span> : null}
        {row.label.text}
      </th>
      <td className="w-20 min-w-20 px-1.5 py-0.5 align-top">
        <AllCell row={row} />
      </td>
      {columnsOf(draft).map(({ arm, index, column }) => (
        <td key={column} className="px-1.5 py-0.5 align-top last:pr-4">
          {arm.training === null ? (
            <span className="flex h-7 items-center justify-end text-ink-3">·</span>
          ) : (
            <ArmCell arm={index} row={row} differs={getAt(arm, row.path) !== usual} />
          )}
        </td>
      ))}
    </tr>
  );
}

function AddArm() {
  const { change } = useLaunchForm();
  return (
    <Popover
      label="Add an arm"
      align="end"
      className="flex flex-col"
      trigger={
        <Button size="sm">
          <Plus aria-hidden />
          Add an arm
        </Button>
      }
    >
      {ARM_TEMPLATES.map((template) => (
        <Button
          key={template.key}
          variant="ghost"
          className="justify-start"
          onClick={() => change((d) => addArm(d, template))}
        >
          {template.title}
        </Button>
      ))}
    </Popover>
  );
}

/** Arms side by side: what differs between them is what the ablation asks, so it is marked. */
export function ArmsMatrix() {
  const { draft, issues } = useLaunchForm();
  const columns = draft.arms.length + 2;
  return (
    <Panel
      title="Arms"
      padded={false}
      aside={
        <>
          <span>{plural(draft.arms.length, "arm")}; what differs from the first trained arm is marked</span>
          <AddArm />
        </>
      }
    >
      <SideScroller what="Arms" className="py-2">
        <table className="border-collapse text-sm">
          <thead>
            <tr className="align-bottom">
              <th
                scope="col"
                className="sticky left-0 z-10 bg-surface pl-4 text-left font-medium text-ink-3 text-xs"
              >
                Setting
              </th>
              <th scope="col" className="px-1.5 pb-2 text-right font-medium text-ink-3 text-xs">
                all arms
              </th>
              {columnsOf(draft).map(({ index, column }) => (
                <th key={column} scope="col" className="px-1.5 pb-2 text-left font-normal last:pr-4">
                  <ArmHead index={index} />
                </th>
              ))}
            </tr>
          </thead>
          {MATRIX_GROUPS.map((group) => (
            <tbody key={group.title}>
              <tr>
                <th
                  scope="rowgroup"
                  colSpan={columns}
                  className="sticky left-0 pt-2.5 pb-1 pl-4 text-left font-medium text-2xs text-ink-3"
                >
                  {group.title}
                </th>
              </tr>
              {group.rows.map((row) => (
                <Row key={row.path} row={row} />
              ))}
            </tbody>
          ))}
        </table>
      </SideScroller>
      {issues.has("arms") ? <p className="px-4 pb-3 text-bad text-xs">{issues.get("arms")}</p> : null}
    </Panel>
  );
}
