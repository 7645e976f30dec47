import { launcherTitle } from "@/components/launch/places/host-line";
import { ArmChip } from "@/components/ui/arm-chip";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { hostsDiffer, type TrainedWhere } from "@/lib/domain/trained-where";
import { plural } from "@/lib/format/number";

const CAUTION =
  "Not all arms were trained on the same hosts: a difference between them may in part be one between their machines.";

/** The hosts that trained each arm. */
export function TrainedWherePanel({ arms }: { arms: readonly TrainedWhere[] }) {
  if (arms.length === 0) return null;
  return (
    <div className="px-4 pb-4">
      <Panel title="Where the arms were trained" padded={false}>
        {hostsDiffer(arms) ? <p className="border-b px-4 py-2 text-ink-2 text-xs">{CAUTION}</p> : null}
        <Table aria-label="Hosts by arm">
          <thead>
            <tr>
              <Th>Arm</Th>
              <Th>Host</Th>
              <Th>Launcher</Th>
              <Th numeric>Runs</Th>
            </tr>
          </thead>
          <tbody>
            {arms.flatMap(({ arm, hosts }) =>
              hosts.map(({ name, launcher, runs }) => (
                <Tr key={`${arm.key}/${name}`}>
                  <Td>
                    <ArmChip position={arm.position} name={arm.name} />
                  </Td>
                  <Td>{name}</Td>
                  <Td className="text-ink-2">{launcherTitle(launcher)}</Td>
                  <Td numeric title={plural(runs, "run")}>
                    {runs}
                  </Td>
                </Tr>
              )),
            )}
          </tbody>
        </Table>
      </Panel>
    </div>
  );
}
