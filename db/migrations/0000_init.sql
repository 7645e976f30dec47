CREATE TABLE "ablations" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"spec" jsonb NOT NULL,
	"code_version" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "arms" (
	"id" text PRIMARY KEY NOT NULL,
	"ablation_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"training" jsonb,
	CONSTRAINT "arms_ablation_id_key_unique" UNIQUE("ablation_id","key")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"ablation_id" text NOT NULL,
	"arm_id" text,
	"seed" integer NOT NULL,
	"stage" text NOT NULL,
	"parent_run_id" text,
	"name" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"status_reason" text DEFAULT '' NOT NULL,
	"config" jsonb NOT NULL,
	"planned_train_steps" integer NOT NULL,
	"last_train_step" integer,
	"host_id" text,
	"model_id" text DEFAULT '' NOT NULL,
	"code_version" text NOT NULL,
	"environment" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "benchmarks" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"content_sha256" text NOT NULL,
	"questions" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "benchmarks_key_content_sha256_unique" UNIQUE("key","content_sha256")
);
--> statement-breakpoint
CREATE TABLE "evaluation_items" (
	"evaluation_id" text NOT NULL,
	"question" text NOT NULL,
	"decode" integer NOT NULL,
	"cluster" text,
	"correct" boolean,
	"answer" text,
	"reference" text NOT NULL,
	"prompt" text NOT NULL,
	"response" text NOT NULL,
	"response_tokens" integer NOT NULL,
	"format_valid" boolean NOT NULL,
	CONSTRAINT "evaluation_items_evaluation_id_question_decode_pk" PRIMARY KEY("evaluation_id","question","decode")
);
--> statement-breakpoint
CREATE TABLE "evaluations" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"job_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"checkpoint_id" text,
	"benchmark_id" text NOT NULL,
	"train_step" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"items" integer DEFAULT 0 NOT NULL,
	"correct" integer DEFAULT 0 NOT NULL,
	"ungraded" integer DEFAULT 0 NOT NULL,
	"completed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "evaluations_attempt_id_benchmark_id_unique" UNIQUE("attempt_id","benchmark_id")
);
--> statement-breakpoint
CREATE TABLE "log_lines" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"job_id" text NOT NULL,
	"run_id" text,
	"attempt_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"level" text NOT NULL,
	"source" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "log_lines_attempt_id_seq_unique" UNIQUE("attempt_id","seq")
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" text,
	"job_id" text NOT NULL,
	"attempt_id" text,
	"seq" bigint,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"body" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "streams" (
	"attempt_id" text NOT NULL,
	"kind" text NOT NULL,
	"received" "int8multirange" NOT NULL,
	"last_received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "streams_attempt_id_kind_pk" PRIMARY KEY("attempt_id","kind")
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"id" text PRIMARY KEY NOT NULL,
	"host_id" text NOT NULL,
	"version" text NOT NULL,
	"token_id" text,
	"registered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_heartbeat_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hosts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"launcher" text NOT NULL,
	"capacity" integer NOT NULL,
	"data_dir" text NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"trainer_ready" boolean DEFAULT false NOT NULL,
	"trainer_detail" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"last_seen_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hosts_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"scope" text NOT NULL,
	"subject" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"job_id" text NOT NULL,
	"run_id" text,
	"number" integer NOT NULL,
	"host_id" text NOT NULL,
	"token_id" text NOT NULL,
	"status" text DEFAULT 'leased' NOT NULL,
	"leased_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"exit_code" integer,
	"signal" text,
	"pid" integer,
	"engine_state" text DEFAULT '' NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"drained_at" timestamp with time zone,
	CONSTRAINT "attempts_job_id_number_unique" UNIQUE("job_id","number")
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"job_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"host_id" text NOT NULL,
	"train_step" integer NOT NULL,
	"final" boolean NOT NULL,
	"artifact" jsonb NOT NULL,
	"bytes" bigint NOT NULL,
	"summary" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_dependencies" (
	"job_id" text NOT NULL,
	"depends_on_job_id" text NOT NULL,
	CONSTRAINT "job_dependencies_job_id_depends_on_job_id_pk" PRIMARY KEY("job_id","depends_on_job_id")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"ablation_id" text NOT NULL,
	"run_id" text,
	"arm_id" text,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"seed" integer NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"status_reason" text DEFAULT '' NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"required_host_id" text,
	"host_id" text,
	"output" jsonb,
	"max_attempts" integer DEFAULT 3 NOT NULL,
	"current_attempt_id" text,
	"lease_expires_at" timestamp with time zone,
	"cancel_requested_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "metric_chunks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"series_id" bigint NOT NULL,
	"level" smallint NOT NULL,
	"first_train_step" integer NOT NULL,
	"last_train_step" integer NOT NULL,
	"count" integer NOT NULL,
	"finite_count" integer NOT NULL,
	"min" double precision,
	"max" double precision,
	"sum" double precision NOT NULL,
	"has_nan" boolean NOT NULL,
	"has_pos_inf" boolean NOT NULL,
	"has_neg_inf" boolean NOT NULL,
	"points" "bytea"
);
--> statement-breakpoint
CREATE TABLE "metric_series" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"name" text NOT NULL,
	"points" bigint DEFAULT 0 NOT NULL,
	"last_train_step" integer,
	"last_value" double precision,
	CONSTRAINT "metric_series_attempt_id_name_unique" UNIQUE("attempt_id","name")
);
--> statement-breakpoint
CREATE TABLE "train_step_progress" (
	"attempt_id" text NOT NULL,
	"run_id" text NOT NULL,
	"train_step" integer NOT NULL,
	"response_tokens" bigint NOT NULL,
	"continuation_tokens" bigint NOT NULL,
	"active_ms" bigint NOT NULL,
	"gpu_ms" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "train_step_progress_attempt_id_train_step_pk" PRIMARY KEY("attempt_id","train_step")
);
--> statement-breakpoint
CREATE TABLE "continuations" (
	"trace_id" text NOT NULL,
	"trace_step" integer NOT NULL,
	"index" smallint NOT NULL,
	"text" text NOT NULL,
	"verdict" text NOT NULL,
	"answer" text,
	"tokens" integer NOT NULL,
	"finish_reason" text NOT NULL,
	CONSTRAINT "continuations_trace_id_trace_step_index_pk" PRIMARY KEY("trace_id","trace_step","index")
);
--> statement-breakpoint
CREATE TABLE "prompts" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"dataset" text NOT NULL,
	"family" text,
	"messages" jsonb NOT NULL,
	"answer" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "solvability_cells" (
	"run_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"origin" text NOT NULL,
	"train_step" integer NOT NULL,
	"trace_step" integer NOT NULL,
	"scored" integer NOT NULL,
	"missing" integer NOT NULL,
	"not_scored" integer NOT NULL,
	"sum_c" double precision NOT NULL,
	"sum_c2" double precision NOT NULL,
	"requested" integer NOT NULL,
	"returned" integer NOT NULL,
	"successes" integer NOT NULL,
	"truncated" integer NOT NULL,
	CONSTRAINT "solvability_cells_attempt_id_origin_train_step_trace_step_pk" PRIMARY KEY("attempt_id","origin","train_step","trace_step")
);
--> statement-breakpoint
CREATE TABLE "trace_steps" (
	"trace_id" text NOT NULL,
	"index" integer NOT NULL,
	"text_start" integer NOT NULL,
	"text_end" integer NOT NULL,
	"token_start" integer,
	"token_end" integer,
	"straddled" boolean DEFAULT false NOT NULL,
	"requested" integer NOT NULL,
	"returned" integer NOT NULL,
	"successes" integer NOT NULL,
	"truncated" integer NOT NULL,
	CONSTRAINT "trace_steps_trace_id_index_pk" PRIMARY KEY("trace_id","index")
);
--> statement-breakpoint
CREATE TABLE "traces" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"origin" text NOT NULL,
	"train_step" integer NOT NULL,
	"prompt_id" text NOT NULL,
	"sample_index" integer NOT NULL,
	"response" text NOT NULL,
	"text_escaped" boolean DEFAULT false NOT NULL,
	"response_tokens" integer NOT NULL,
	"finish_reason" text NOT NULL,
	"invalid_reason" text,
	"answer" text,
	"step_count" integer NOT NULL,
	"reward" jsonb,
	"reward_total" double precision,
	"outcome" double precision,
	"process" double precision,
	"group_id" text,
	"group_mean" double precision,
	"group_sd" double precision,
	"group_n" integer,
	"group_size" integer,
	"group_advantage" double precision,
	"model_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ablations" ADD CONSTRAINT "ablations_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "arms" ADD CONSTRAINT "arms_ablation_id_ablations_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_ablation_id_ablations_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_arm_id_arms_id_fk" FOREIGN KEY ("arm_id") REFERENCES "public"."arms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_items" ADD CONSTRAINT "evaluation_items_evaluation_id_evaluations_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."evaluations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_checkpoint_id_checkpoints_id_fk" FOREIGN KEY ("checkpoint_id") REFERENCES "public"."checkpoints"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_lines" ADD CONSTRAINT "log_lines_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_lines" ADD CONSTRAINT "log_lines_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_lines" ADD CONSTRAINT "log_lines_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "streams" ADD CONSTRAINT "streams_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_token_id_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_token_id_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_dependencies" ADD CONSTRAINT "job_dependencies_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_dependencies" ADD CONSTRAINT "job_dependencies_depends_on_job_id_jobs_id_fk" FOREIGN KEY ("depends_on_job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_ablation_id_ablations_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_arm_id_arms_id_fk" FOREIGN KEY ("arm_id") REFERENCES "public"."arms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_required_host_id_hosts_id_fk" FOREIGN KEY ("required_host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_chunks" ADD CONSTRAINT "metric_chunks_series_id_metric_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."metric_series"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_series" ADD CONSTRAINT "metric_series_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_series" ADD CONSTRAINT "metric_series_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "train_step_progress" ADD CONSTRAINT "train_step_progress_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "train_step_progress" ADD CONSTRAINT "train_step_progress_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "continuations" ADD CONSTRAINT "continuations_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "solvability_cells" ADD CONSTRAINT "solvability_cells_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "solvability_cells" ADD CONSTRAINT "solvability_cells_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_steps" ADD CONSTRAINT "trace_steps_trace_id_traces_id_fk" FOREIGN KEY ("trace_id") REFERENCES "public"."traces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_prompt_id_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ablations_project_id_created_at_index" ON "ablations" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "runs_ablation_id_index" ON "runs" USING btree ("ablation_id");--> statement-breakpoint
CREATE INDEX "runs_arm_id_index" ON "runs" USING btree ("arm_id");--> statement-breakpoint
CREATE INDEX "runs_created_at_index" ON "runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "runs_status_index" ON "runs" USING btree ("status");--> statement-breakpoint
CREATE INDEX "evaluations_run_id_index" ON "evaluations" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "log_lines_run_id_id_index" ON "log_lines" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "log_lines_job_id_id_index" ON "log_lines" USING btree ("job_id","id");--> statement-breakpoint
CREATE INDEX "run_events_run_id_id_index" ON "run_events" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "run_events_job_id_id_index" ON "run_events" USING btree ("job_id","id");--> statement-breakpoint
CREATE INDEX "agents_host_id_index" ON "agents" USING btree ("host_id");--> statement-breakpoint
CREATE INDEX "attempts_run_id_index" ON "attempts" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "checkpoints_run_id_train_step_index" ON "checkpoints" USING btree ("run_id","train_step");--> statement-breakpoint
CREATE INDEX "job_dependencies_depends_on_job_id_index" ON "job_dependencies" USING btree ("depends_on_job_id");--> statement-breakpoint
CREATE INDEX "jobs_ablation_id_index" ON "jobs" USING btree ("ablation_id");--> statement-breakpoint
CREATE INDEX "jobs_run_id_index" ON "jobs" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "jobs_queue" ON "jobs" USING btree ("status","priority","created_at");--> statement-breakpoint
CREATE INDEX "jobs_lease_expires_at_index" ON "jobs" USING btree ("lease_expires_at");--> statement-breakpoint
CREATE INDEX "metric_chunks_series_id_level_first_train_step_index" ON "metric_chunks" USING btree ("series_id","level","first_train_step");--> statement-breakpoint
CREATE INDEX "metric_series_run_id_name_index" ON "metric_series" USING btree ("run_id","name");--> statement-breakpoint
CREATE INDEX "train_step_progress_run_id_train_step_index" ON "train_step_progress" USING btree ("run_id","train_step");--> statement-breakpoint
CREATE INDEX "solvability_cells_run_id_origin_train_step_index" ON "solvability_cells" USING btree ("run_id","origin","train_step");--> statement-breakpoint
CREATE INDEX "traces_run_id_origin_train_step_group_id_sample_index_index" ON "traces" USING btree ("run_id","origin","train_step","group_id","sample_index");--> statement-breakpoint
CREATE INDEX "traces_run_id_prompt_id_train_step_index" ON "traces" USING btree ("run_id","prompt_id","train_step");