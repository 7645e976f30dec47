"use client";

import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import { plural } from "@/lib/format/number";
import { rememberProject } from "./remember-project";
import { explorerHref } from "./selection-state";
import { useAddress } from "./use-address";
import { useFacets } from "./use-facets";

/** Which project is read, where there are several. Filters name things of one project: they do not go along. */
export function ProjectSwitch() {
  const router = useRouter();
  const facets = useFacets(useAddress().params, false);
  if (!facets?.project || facets.projects.length < 2) return null;
  const { project, projects } = facets;
  return (
    <Select
      aria-label="Project"
      className="max-w-64"
      value={project.id}
      options={projects.map(({ id, name, count }) => ({
        value: id,
        label: `${name} (${plural(count, "trace")})`,
      }))}
      onValueChange={(id) => {
        rememberProject(id);
        router.push(explorerHref({ project: id }));
      }}
    />
  );
}
