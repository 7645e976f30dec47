"use client";

import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import { plural } from "@/lib/format/number";
import { PROJECT_COOKIE } from "./project-cookie";
import { explorerHref } from "./selection-state";
import { useAddress } from "./use-address";
import { useFacets } from "./use-facets";

const YEAR_SECONDS = 31_536_000;

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
        // As the theme's cookie is set (components/shell/theme-toggle.tsx): older browsers know no CookieStore.
        Reflect.set(
          document,
          "cookie",
          `${PROJECT_COOKIE}=${id}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`,
        );
        router.push(explorerHref({ project: id }));
      }}
    />
  );
}
