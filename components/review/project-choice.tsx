"use client";

import { useRouter } from "next/navigation";
import { rememberProject } from "@/components/explorer/remember-project";
import { Select } from "@/components/ui/select";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";

/** A project and how many review sets it has. */
export interface ReviewProject {
  id: string;
  name: string;
  sets: number;
}

/** Whose reviews are shown, where there are several projects; the Explorer then opens in the same one. */
export function ProjectChoice({
  project,
  projects,
}: {
  project: string;
  projects: readonly ReviewProject[];
}) {
  const router = useRouter();
  if (projects.length < 2) return null;
  return (
    <Select
      aria-label="Project"
      className="max-w-64"
      value={project}
      options={projects.map(({ id, name, sets }) => ({
        value: id,
        label: `${name} (${plural(sets, "set")})`,
      }))}
      onValueChange={(id) => {
        rememberProject(id);
        router.push(routes.reviews(id));
      }}
    />
  );
}
