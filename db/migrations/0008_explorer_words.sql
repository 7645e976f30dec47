CREATE TABLE "prompt_words" (
	"prompt_id" text PRIMARY KEY NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "trace_facts" ALTER COLUMN "largest_drop_step" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "trace_facts" ALTER COLUMN "first_drop_step" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD COLUMN "lost_step" integer;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD COLUMN "human_process" text;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD COLUMN "version" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "prompt_words" ADD CONSTRAINT "prompt_words_prompt_id_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prompt_words_found" ON "prompt_words" USING gin ("words");--> statement-breakpoint
CREATE INDEX "trace_facts_attempt_id_train_step_index" ON "trace_facts" USING btree ("attempt_id","train_step");--> statement-breakpoint
-- Words are looked up through their index only: out of the rows, a search that finds most traces visits few pages.
ALTER TABLE "trace_words" SET (toast_tuple_target = 128);