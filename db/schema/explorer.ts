import {
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  pgTable,
  real,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import type { ProcessVerdict, ScoreSource, TraceFate } from "@/lib/contracts";
import { ablations, arms, projects, runs } from "./ablations";
import { bytea, id } from "./columns";
import { traces } from "./traces";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * What the explorer sorts and filters by: one narrow row a trace, kept at ingest (lib/traces/trace-facts.ts), because the
 * traces themselves are wide and a project has hundreds of thousands.
 */
export const traceFacts = pgTable(
  "trace_facts",
  {
    traceId: id("trace_id")
      .primaryKey()
      .references(() => traces.id, { onDelete: "cascade" }),
    projectId: id("project_id")
      .notNull()
      .references(() => projects.id),
    ablationId: id("ablation_id")
      .notNull()
      .references(() => ablations.id, { onDelete: "cascade" }),
    runId: id("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    armId: id("arm_id").references(() => arms.id, { onDelete: "cascade" }),
    attemptId: id("attempt_id").notNull(),
    importId: id("import_id"),
    promptId: id("prompt_id").notNull(),
    origin: text({ enum: ["train", "probe", "evaluation", "import"] }).notNull(),
    trainStep: integer("train_step").notNull(),
    sampleIndex: integer("sample_index").notNull(),
    finishReason: text("finish_reason"),
    valid: boolean().notNull(),
    /** 1 right, 0 wrong, null unknown. */
    outcome: smallint(),
    reward: doublePrecision(),
    groupAdvantage: doublePrecision("group_advantage"),
    responseTokens: integer("response_tokens"),
    stepCount: integer("step_count").notNull(),
    /** Where the c_i of this row come from; null: no trace step is scored. */
    scoreSource: text("score_source").$type<ScoreSource>(),
    /** One byte a trace step (lib/traces/solvability-bytes.ts). */
    solvability: bytea().notNull(),
    meanC: real("mean_c"),
    /** Largest fall c_{i-1} - c_i, as a positive number, and the i it happens at; null below two scored steps. */
    largestDrop: real("largest_drop"),
    largestDropStep: integer("largest_drop_step"),
    /** i of the first fall of at least LARGE_DROP. */
    firstDropStep: integer("first_drop_step"),
    fate: text().$type<TraceFate>(),
    /** Of a lost trace: i from which on nothing is solvable. */
    lostStep: integer("lost_step"),
    /** Whether people found its process sound or broken; null: not said or disputed. */
    humanProcess: text("human_process").$type<ProcessVerdict>(),
    /** How much the scorers of this trace differ, 0 to 1; null below two scorers. */
    disagreement: real(),
    /** How many people labelled it. */
    raters: smallint().notNull().default(0),
    /** Which rules the row was made by (FACTS_VERSION); older ones are made again when a server starts. */
    version: smallint().notNull().default(0),
    /**
     * The different words of its prompt, response and continuations (lib/traces/words.ts). Kept out of the row (toasted):
     * only their index is read.
     */
    words: tsvector("words"),
    /** Blanks that compress to nothing: Postgres moves words out of rows above 2 KB only, and most would be just below. */
    room: text("room"),
  },
  (t) => [
    index().on(t.projectId, t.trainStep, t.traceId),
    index().on(t.runId, t.trainStep),
    index().on(t.promptId),
    index().on(t.importId),
    index().on(t.attemptId, t.trainStep),
    index("trace_facts_words").using("gin", t.words),
  ],
);
