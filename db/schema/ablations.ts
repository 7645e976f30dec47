import { index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { AblationSpec, ArmSpec, RunStatus } from "@/lib/contracts";
import { at, createdAt, id } from "./columns";
import { hosts } from "./hosts";

export const projects = pgTable("projects", {
  id: id().primaryKey(),
  name: text().notNull().unique(),
  createdAt: createdAt(),
});

/** One launch: the spec is kept as submitted, so that it can be read and launched again with changes. */
export const ablations = pgTable(
  "ablations",
  {
    id: id().primaryKey(),
    projectId: id("project_id")
      .notNull()
      .references(() => projects.id),
    name: text().notNull(),
    description: text().notNull().default(""),
    spec: jsonb().$type<AblationSpec>().notNull(),
    codeVersion: text("code_version").notNull(),
    /** `wrapped`: made by `stepwell run`, holds commands that people start themselves. `import`: holds imported traces. */
    kind: text({ enum: ["ablation", "wrapped", "import"] })
      .notNull()
      .default("ablation"),
    createdAt: createdAt(),
    archivedAt: at("archived_at"),
  },
  (t) => [index().on(t.projectId, t.createdAt)],
);

export const arms = pgTable(
  "arms",
  {
    id: id().primaryKey(),
    ablationId: id("ablation_id")
      .notNull()
      .references(() => ablations.id, { onDelete: "cascade" }),
    key: text().notNull(),
    name: text().notNull(),
    position: integer().notNull(),
    /** null: SFT alone, the arm only points at its seed's warm-up. */
    training: jsonb().$type<ArmSpec["training"]>(),
  },
  (t) => [unique().on(t.ablationId, t.key)],
);

/** One training. A warm-up is an sft run without an arm, shared by the arms of its seed. */
export const runs = pgTable(
  "runs",
  {
    id: id().primaryKey(),
    ablationId: id("ablation_id")
      .notNull()
      .references(() => ablations.id, { onDelete: "cascade" }),
    armId: id("arm_id").references(() => arms.id, { onDelete: "cascade" }),
    seed: integer().notNull(),
    stage: text({ enum: ["sft", "grpo", "command", "import"] }).notNull(),
    /** The warm-up this run starts from; null for warm-ups and for GRPO without SFT. */
    parentRunId: id("parent_run_id"),
    /** The checkpoint it was forked from; no reference, since retention may delete that one later. */
    forkedFrom: id("forked_from"),
    name: text().notNull(),
    status: text().$type<RunStatus>().notNull().default("queued"),
    statusReason: text("status_reason").notNull().default(""),
    /** Every setting of the training as resolved at launch. */
    config: jsonb().$type<Record<string, unknown>>().notNull(),
    plannedTrainSteps: integer("planned_train_steps").notNull(),
    lastTrainStep: integer("last_train_step"),
    hostId: id("host_id").references(() => hosts.id),
    modelId: text("model_id").notNull().default(""),
    codeVersion: text("code_version").notNull(),
    /** Facts the trainer reported: packages, device, parameters. */
    environment: jsonb().$type<Record<string, string>>().notNull().default({}),
    createdAt: createdAt(),
    startedAt: at("started_at"),
    endedAt: at("ended_at"),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index().on(t.ablationId), index().on(t.armId), index().on(t.createdAt), index().on(t.status)],
);
