"use client";

import { X } from "lucide-react";
import { ArmMark } from "@/components/ui/arm-chip";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { MultiSelect } from "@/components/ui/multi-select";
import { statusLook } from "@/components/ui/status-look";
import { Toolbar } from "@/components/ui/toolbar";
import type { RunsPage } from "@/lib/contracts";
import { ALL_STATUSES } from "@/lib/domain/run-status";
import { COLUMN_KEYS, COLUMNS } from "./columns";
import { metricTitle } from "./metric-title";
import type { RunsState } from "./url-state";

interface Props {
  state: RunsState;
  choices: RunsPage["choices"];
  /** Arms have their colours only within one ablation. */
  coloured: boolean;
  onChange: (change: Partial<RunsState>) => void;
}

const MOST_METRICS = 12;

function filterCount({ q, status, stage, arm, seed }: RunsState): number {
  return status.length + stage.length + arm.length + seed.length + (q ? 1 : 0);
}

/** Search, filters, grouping and columns. */
export function RunsToolbar({ state, choices, coloured, onChange }: Props) {
  return (
    <Toolbar label="Filter and arrange runs">
      <Input
        type="search"
        aria-label="Search runs"
        placeholder="Search run, ablation, model"
        className="w-56"
        value={state.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      <MultiSelect
        label="Status"
        choices={ALL_STATUSES.map((value) => ({ value, label: statusLook(value).label }))}
        chosen={state.status}
        onChosen={(status) => onChange({ status })}
      />
      <MultiSelect
        label="Arm"
        choices={choices.arms.map((arm, i) => ({
          value: arm.key,
          text: arm.name,
          label: (
            <span className="inline-flex items-center gap-1.5">
              {coloured ? <ArmMark position={i} /> : null}
              {arm.name}
            </span>
          ),
        }))}
        chosen={state.arm}
        onChosen={(arm) => onChange({ arm })}
      />
      <MultiSelect
        label="Seed"
        choices={choices.seeds.map((seed) => ({ value: String(seed), label: seed }))}
        chosen={state.seed.map(String)}
        onChosen={(seed) => onChange({ seed: seed.map(Number) })}
      />
      <MultiSelect
        label="Stage"
        choices={[
          { value: "sft", label: "SFT (warm-up)" },
          { value: "grpo", label: "GRPO" },
          { value: "command", label: "Command" },
          { value: "import", label: "Import" },
        ]}
        chosen={state.stage}
        onChosen={(stage) => onChange({ stage })}
      />
      {filterCount(state) > 0 ? (
        <Button variant="ghost" onClick={() => onChange({ q: "", status: [], stage: [], arm: [], seed: [] })}>
          <X aria-hidden />
          Clear filters
        </Button>
      ) : null}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        <Checkbox
          label="Group by arm"
          checked={state.group === "arm"}
          onCheckedChange={(on) => onChange({ group: on ? "arm" : "none" })}
        />
        <MultiSelect
          label="Metrics"
          summary={state.metrics.length > 0 ? String(state.metrics.length) : "none"}
          choices={choices.metrics.map((name) => ({
            value: name,
            label: metricTitle(name).title,
            text: `${name} ${metricTitle(name).title}`,
          }))}
          chosen={state.metrics}
          onChosen={(metrics) => onChange({ metrics: metrics.slice(0, MOST_METRICS) })}
        />
        <MultiSelect
          label="Columns"
          summary={`${state.columns.length} of ${COLUMN_KEYS.length}`}
          choices={COLUMN_KEYS.map((value) => ({
            value,
            label: COLUMNS[value].title,
            text: COLUMNS[value].title,
          }))}
          chosen={state.columns}
          onChosen={(columns) => onChange({ columns })}
        />
      </span>
    </Toolbar>
  );
}
