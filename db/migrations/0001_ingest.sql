ALTER TABLE "evaluation_items" ADD COLUMN "text_escaped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "log_lines" ADD COLUMN "text_escaped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "run_events" ADD COLUMN "text_escaped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_chunks" ADD COLUMN "compacted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_series" ADD COLUMN "first_train_step" integer;--> statement-breakpoint
ALTER TABLE "metric_series" ADD COLUMN "pending_rows" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_series" ADD COLUMN "pending_points" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_series" ADD COLUMN "widest_chunk_steps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "prompts" ADD COLUMN "text_escaped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "metric_chunks_window" ON "metric_chunks" USING btree ("series_id","level","first_train_step") WHERE level > 0;--> statement-breakpoint
CREATE INDEX "metric_chunks_pending" ON "metric_chunks" USING btree ("series_id") WHERE level = 0 and not compacted;