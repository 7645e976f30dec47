CREATE TABLE "artifact_copies" (
	"manifest_sha256" text NOT NULL,
	"host_id" text NOT NULL,
	"path" text NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "artifact_copies_manifest_sha256_host_id_pk" PRIMARY KEY("manifest_sha256","host_id")
);
--> statement-breakpoint
CREATE TABLE "stored_files" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_log_lines" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"host_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"fields" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"id" text PRIMARY KEY NOT NULL,
	"token_id" text NOT NULL,
	"host_name" text NOT NULL,
	"launcher" text NOT NULL,
	"launcher_config" jsonb NOT NULL,
	"capacity" integer NOT NULL,
	"shared_storage" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	"host_id" text
);
--> statement-breakpoint
CREATE TABLE "host_chores" (
	"id" text PRIMARY KEY NOT NULL,
	"host_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	"ok" boolean,
	"detail" text DEFAULT '' NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "host_samples" (
	"host_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"usage" jsonb NOT NULL,
	CONSTRAINT "host_samples_host_id_at_pk" PRIMARY KEY("host_id","at")
);
--> statement-breakpoint
CREATE TABLE "notification_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"watch" jsonb NOT NULL,
	"ablation_id" text,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" text PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"run_id" text,
	"dedupe" text NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"last_error" text DEFAULT '' NOT NULL,
	CONSTRAINT "notifications_rule_id_dedupe_unique" UNIQUE("rule_id","dedupe")
);
--> statement-breakpoint
CREATE TABLE "system_samples" (
	"attempt_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"job_id" text NOT NULL,
	"run_id" text,
	"at" timestamp with time zone NOT NULL,
	"values" jsonb NOT NULL,
	CONSTRAINT "system_samples_attempt_id_seq_pk" PRIMARY KEY("attempt_id","seq")
);
--> statement-breakpoint
ALTER TABLE "ablations" ADD COLUMN "kind" text DEFAULT 'ablation' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "forked_from" text;--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "shared_storage" text;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD COLUMN "pinned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD COLUMN "delete_requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "retry_limit" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "retries_used" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "not_before" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "launch" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "more_train_steps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "wrapped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "artifact_copies" ADD CONSTRAINT "artifact_copies_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_log_lines" ADD CONSTRAINT "agent_log_lines_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_token_id_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_chores" ADD CONSTRAINT "host_chores_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_samples" ADD CONSTRAINT "host_samples_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_rules" ADD CONSTRAINT "notification_rules_ablation_id_ablations_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_rule_id_notification_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."notification_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "system_samples" ADD CONSTRAINT "system_samples_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "system_samples" ADD CONSTRAINT "system_samples_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "system_samples" ADD CONSTRAINT "system_samples_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "artifact_copies_host_id_index" ON "artifact_copies" USING btree ("host_id");--> statement-breakpoint
CREATE INDEX "agent_log_lines_host_id_id_index" ON "agent_log_lines" USING btree ("host_id","id");--> statement-breakpoint
CREATE INDEX "host_chores_host_id_done_at_index" ON "host_chores" USING btree ("host_id","done_at");--> statement-breakpoint
CREATE INDEX "notifications_next_try_at_index" ON "notifications" USING btree ("next_try_at");--> statement-breakpoint
CREATE INDEX "notifications_run_id_index" ON "notifications" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "system_samples_run_id_at_index" ON "system_samples" USING btree ("run_id","at");--> statement-breakpoint
-- Launches from before say now what they meant: anywhere, no retries, every checkpoint kept, Stepwell's own trainer.
UPDATE "ablations" SET "spec" = '{"places": {"warmUp": null, "training": null, "evaluation": null}, "retry": {"limit": 0, "backoffSeconds": 30}, "retention": {"keepLast": null, "keepEvery": null}, "stacks": {"warmUp": {"kind": "stepwell", "vllm": {"mode": "off"}}, "grpo": {"kind": "stepwell", "vllm": {"mode": "off"}}}, "forkedFrom": null}'::jsonb || "spec" || jsonb_build_object('arms', (SELECT coalesce(jsonb_agg('{"place": null}'::jsonb || arm ORDER BY n), '[]'::jsonb) FROM jsonb_array_elements("spec"->'arms') WITH ORDINALITY AS a(arm, n)));
