"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { cx } from "@/components/ui/cx";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Toolbar } from "@/components/ui/toolbar";
import { fetchJson } from "@/lib/client/fetch-json";
import { type RunDetail, runDetail } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { runKey, useRun } from "../run-shell";
import { prepareConfiguration, type SettingSection } from "./prepare-configuration";

const STATE = { diff: parseAsString.withDefault(""), changed: parseAsBoolean.withDefault(false) };

function useOther(id: string) {
  return useQuery({
    queryKey: runKey(id),
    queryFn: ({ signal }) => fetchJson(`/api/v1/runs/${id}`, runDetail, { signal }),
    enabled: id !== "",
  });
}

function jsonOf({ config, environment, codeVersion, run }: RunDetail): string {
  const { id, name, seed, stage, plannedTrainSteps, modelId } = run;
  const about = { id, name, seed, stage, plannedTrainSteps, modelId };
  return JSON.stringify({ run: about, config, environment, codeVersion }, null, 2);
}

/** Every setting of a run as resolved at launch, in tables; beside another run's if one is chosen. */
export function ConfigurationView() {
  const detail = useRun();
  const [{ diff, changed }, setState] = useQueryStates(STATE);
  const other = useOther(diff);
  const compared = diff === "" ? null : (other.data ?? null);
  const sections = prepareConfiguration(detail, compared);
  const differences = sections.flatMap(({ rows }) => rows.filter((row) => row.differs)).length;
  const options = [
    { value: "", label: "Compare with…" },
    ...detail.siblings.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <>
      <Toolbar label="Configuration" className="border-b">
        <Select
          aria-label="Compare with another run"
          options={options}
          value={options.some(({ value }) => value === diff) ? diff : ""}
          onValueChange={(chosen) => void setState({ diff: chosen })}
        />
        {compared ? (
          <>
            <span className="text-ink-2 text-xs">
              {plural(differences, "setting differs", "settings differ")}
            </span>
            <Checkbox
              label="only those"
              checked={changed}
              onCheckedChange={(on) => void setState({ changed: on })}
            />
          </>
        ) : null}
        <span className="ml-auto">
          <CopyButton text={jsonOf(detail)} label="as JSON" showLabel />
        </span>
      </Toolbar>
      {other.error ? (
        <ErrorState
          title="The other run could not be read"
          detail={other.error.message}
          onRetry={() => void other.refetch()}
        />
      ) : null}
      <div className="grid grid-cols-1 items-start gap-4 p-4 xl:grid-cols-2">
        {sections.map((section) => (
          <Section
            key={section.key}
            section={section}
            other={compared?.run.name}
            onlyChanged={compared !== null && changed}
          />
        ))}
      </div>
    </>
  );
}

interface SectionProps {
  section: SettingSection;
  other: string | undefined;
  onlyChanged: boolean;
}

function Section({ section, other, onlyChanged }: SectionProps) {
  const rows = onlyChanged ? section.rows.filter((row) => row.differs) : section.rows;
  if (rows.length === 0) return null;
  return (
    <Panel title={section.title} padded={false}>
      <Table>
        <thead>
          <tr>
            <Th>Setting</Th>
            <Th>This run</Th>
            {other === undefined ? null : <Th>{other}</Th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.name} className={row.differs ? "bg-warn/8" : ""}>
              <Td className="w-1/2 py-1 align-top">
                <span className="break-all font-mono text-xs">{row.name}</span>
                {row.meaning ? <span className="block text-2xs text-ink-3">{row.meaning}</span> : null}
              </Td>
              <Td className={cx("break-words py-1 align-top", row.differs && "font-semibold")}>
                {row.value}
              </Td>
              {row.other === undefined ? null : (
                <Td
                  className={cx("break-words py-1 align-top", row.differs ? "font-semibold" : "text-ink-3")}
                >
                  {row.other}
                  {row.differs ? <span className="sr-only"> (differs)</span> : null}
                </Td>
              )}
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
