CREATE TABLE "trace_facts" (
	"trace_id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"ablation_id" text NOT NULL,
	"run_id" text NOT NULL,
	"arm_id" text,
	"attempt_id" text NOT NULL,
	"import_id" text,
	"prompt_id" text NOT NULL,
	"origin" text NOT NULL,
	"train_step" integer NOT NULL,
	"sample_index" integer NOT NULL,
	"finish_reason" text,
	"valid" boolean NOT NULL,
	"outcome" smallint,
	"reward" double precision,
	"group_advantage" double precision,
	"response_tokens" integer,
	"step_count" integer NOT NULL,
	"score_source" text,
	"solvability" "bytea" NOT NULL,
	"mean_c" real,
	"largest_drop" real,
	"largest_drop_step" smallint,
	"first_drop_step" smallint,
	"fate" text,
	"disagreement" real,
	"raters" smallint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trace_words" (
	"trace_id" text PRIMARY KEY NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_problems" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"import_id" text NOT NULL,
	"kind" text NOT NULL,
	"file" text NOT NULL,
	"line" integer,
	"reason" text NOT NULL,
	"excerpt" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"ablation_id" text NOT NULL,
	"format" text NOT NULL,
	"source" text NOT NULL,
	"source_sha256" text NOT NULL,
	"status" text NOT NULL,
	"options" jsonb NOT NULL,
	"progress" jsonb NOT NULL,
	"report" jsonb,
	"error" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "imports_ablation_id_format_source_sha256_unique" UNIQUE("ablation_id","format","source_sha256")
);
--> statement-breakpoint
CREATE TABLE "label_edits" (
	"id" text PRIMARY KEY NOT NULL,
	"trace_id" text NOT NULL,
	"scorer_id" text NOT NULL,
	"trace_step" integer,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_assignments" (
	"set_id" text NOT NULL,
	"trace_id" text NOT NULL,
	"scorer_id" text NOT NULL,
	"status" text DEFAULT 'to-do' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "review_assignments_set_id_trace_id_scorer_id_pk" PRIMARY KEY("set_id","trace_id","scorer_id")
);
--> statement-breakpoint
CREATE TABLE "review_items" (
	"set_id" text NOT NULL,
	"trace_id" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "review_items_set_id_trace_id_pk" PRIMARY KEY("set_id","trace_id")
);
--> statement-breakpoint
CREATE TABLE "review_sets" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"guidelines" text DEFAULT '' NOT NULL,
	"selection" jsonb NOT NULL,
	"blind" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "scorers" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"version" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scorers_project_id_kind_name_version_unique" UNIQUE("project_id","kind","name","version")
);
--> statement-breakpoint
CREATE TABLE "step_alternatives" (
	"trace_id" text NOT NULL,
	"trace_step" integer NOT NULL,
	"index" integer NOT NULL,
	"text" text NOT NULL,
	"scorer_id" text,
	"value" double precision,
	"label" text,
	CONSTRAINT "step_alternatives_trace_id_trace_step_index_pk" PRIMARY KEY("trace_id","trace_step","index")
);
--> statement-breakpoint
CREATE TABLE "step_scores" (
	"trace_id" text NOT NULL,
	"scorer_id" text NOT NULL,
	"trace_step" integer NOT NULL,
	"value" double precision,
	"label" text,
	"successes" integer,
	"n" integer,
	"note" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "step_scores_trace_id_scorer_id_trace_step_pk" PRIMARY KEY("trace_id","scorer_id","trace_step")
);
--> statement-breakpoint
CREATE TABLE "trace_scores" (
	"trace_id" text NOT NULL,
	"scorer_id" text NOT NULL,
	"first_error" integer,
	"value" double precision,
	"note" text DEFAULT '' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trace_scores_trace_id_scorer_id_pk" PRIMARY KEY("trace_id","scorer_id")
);
--> statement-breakpoint
CREATE TABLE "token_scores" (
	"trace_id" text PRIMARY KEY NOT NULL,
	"ends" integer[] NOT NULL,
	"logprobs" real[],
	"entropies" real[]
);
--> statement-breakpoint
ALTER TABLE "continuations" ALTER COLUMN "tokens" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "continuations" ALTER COLUMN "finish_reason" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "prompts" ALTER COLUMN "answer" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "traces" ALTER COLUMN "response_tokens" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "traces" ALTER COLUMN "finish_reason" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "traces" ALTER COLUMN "model_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "continuations" ADD COLUMN "model_id" text;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "media" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "import_id" text;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "source" jsonb;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "extra" jsonb;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD CONSTRAINT "trace_facts_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD CONSTRAINT "trace_facts_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD CONSTRAINT "trace_facts_ablation_id_ablations_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD CONSTRAINT "trace_facts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD CONSTRAINT "trace_facts_arm_id_arms_id_fk" FOREIGN KEY ("arm_id") REFERENCES "public"."arms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_words" ADD CONSTRAINT "trace_words_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_problems" ADD CONSTRAINT "import_problems_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_ablation_id_ablations_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "label_edits" ADD CONSTRAINT "label_edits_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "label_edits" ADD CONSTRAINT "label_edits_scorer_id_scorers_id_fk" FOREIGN KEY ("scorer_id") REFERENCES "public"."scorers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_assignments" ADD CONSTRAINT "review_assignments_set_id_review_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."review_sets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_assignments" ADD CONSTRAINT "review_assignments_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_assignments" ADD CONSTRAINT "review_assignments_scorer_id_scorers_id_fk" FOREIGN KEY ("scorer_id") REFERENCES "public"."scorers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_set_id_review_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."review_sets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_sets" ADD CONSTRAINT "review_sets_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorers" ADD CONSTRAINT "scorers_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_alternatives" ADD CONSTRAINT "step_alternatives_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_alternatives" ADD CONSTRAINT "step_alternatives_scorer_id_scorers_id_fk" FOREIGN KEY ("scorer_id") REFERENCES "public"."scorers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_scores" ADD CONSTRAINT "step_scores_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_scores" ADD CONSTRAINT "step_scores_scorer_id_scorers_id_fk" FOREIGN KEY ("scorer_id") REFERENCES "public"."scorers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_scores" ADD CONSTRAINT "trace_scores_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_scores" ADD CONSTRAINT "trace_scores_scorer_id_scorers_id_fk" FOREIGN KEY ("scorer_id") REFERENCES "public"."scorers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_scores" ADD CONSTRAINT "token_scores_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trace_facts_project_id_train_step_trace_id_index" ON "trace_facts" USING btree ("project_id","train_step","trace_id");--> statement-breakpoint
CREATE INDEX "trace_facts_run_id_train_step_index" ON "trace_facts" USING btree ("run_id","train_step");--> statement-breakpoint
CREATE INDEX "trace_facts_prompt_id_index" ON "trace_facts" USING btree ("prompt_id");--> statement-breakpoint
CREATE INDEX "trace_facts_import_id_index" ON "trace_facts" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "trace_words_found" ON "trace_words" USING gin ("words");--> statement-breakpoint
CREATE INDEX "import_problems_import_id_id_index" ON "import_problems" USING btree ("import_id","id");--> statement-breakpoint
CREATE INDEX "imports_project_id_created_at_index" ON "imports" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "label_edits_trace_id_scorer_id_received_at_index" ON "label_edits" USING btree ("trace_id","scorer_id","received_at");--> statement-breakpoint
CREATE INDEX "review_assignments_scorer_id_status_index" ON "review_assignments" USING btree ("scorer_id","status");--> statement-breakpoint
CREATE INDEX "review_assignments_trace_id_index" ON "review_assignments" USING btree ("trace_id");--> statement-breakpoint
CREATE INDEX "review_items_set_id_position_index" ON "review_items" USING btree ("set_id","position");--> statement-breakpoint
CREATE INDEX "review_sets_project_id_created_at_index" ON "review_sets" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "step_scores_scorer_id_index" ON "step_scores" USING btree ("scorer_id");--> statement-breakpoint
CREATE INDEX "trace_scores_scorer_id_index" ON "trace_scores" USING btree ("scorer_id");--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "traces_prompt_id_index" ON "traces" USING btree ("prompt_id");--> statement-breakpoint
CREATE INDEX "traces_import_id_index" ON "traces" USING btree ("import_id");