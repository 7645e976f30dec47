DROP TABLE "prompt_words" CASCADE;--> statement-breakpoint
DROP TABLE "trace_words" CASCADE;--> statement-breakpoint
ALTER TABLE "trace_facts" ADD COLUMN "words" "tsvector";--> statement-breakpoint
ALTER TABLE "trace_facts" ADD COLUMN "room" text;--> statement-breakpoint
-- Words are looked up through their index only and are kept out of the rows, which every filter and sort reads
-- (docs/decisions/0034): "room" makes each new row long enough for Postgres to look for something to move out, and
-- the words are the largest; at 512 bytes the ids stay.
ALTER TABLE "trace_facts" SET (toast_tuple_target = 512);--> statement-breakpoint
ALTER TABLE "trace_facts" ALTER COLUMN "words" SET STORAGE EXTERNAL;--> statement-breakpoint
CREATE INDEX "trace_facts_words" ON "trace_facts" USING gin ("words");
