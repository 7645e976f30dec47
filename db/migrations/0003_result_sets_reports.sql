CREATE TABLE "reports" (
	"id" text PRIMARY KEY NOT NULL,
	"ablation_id" text,
	"title" text NOT NULL,
	"content" jsonb NOT NULL,
	"content_sha256" text NOT NULL,
	"code_version" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "result_sets" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"content" jsonb NOT NULL,
	"content_sha256" text NOT NULL,
	"example_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "result_sets_content_sha256_unique" UNIQUE("content_sha256"),
	CONSTRAINT "result_sets_example_key_unique" UNIQUE("example_key")
);
--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_ablation_id_ablations_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_sets" ADD CONSTRAINT "result_sets_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_ablation_id_created_at_index" ON "reports" USING btree ("ablation_id","created_at");