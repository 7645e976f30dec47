ALTER TABLE "traces" ADD COLUMN "step_counts" "bytea" DEFAULT ''::bytea NOT NULL;
--> statement-breakpoint
-- Stored traces get theirs from trace_steps: lib/traces/step-counts-bytes.ts says the layout.
UPDATE "traces" SET "step_counts" = packed."bytes" FROM (
	SELECT s."trace_id", CASE WHEN max(greatest(s."requested", s."returned", s."successes", s."truncated")) <= 255
		THEN '\x01'::bytea || string_agg(
			substring(int4send(s."requested") FROM 4) || substring(int4send(s."returned") FROM 4) ||
			substring(int4send(s."successes") FROM 4) || substring(int4send(s."truncated") FROM 4),
			''::bytea ORDER BY s."index")
		ELSE '\x04'::bytea || string_agg(
			int4send(s."requested") || int4send(s."returned") || int4send(s."successes") || int4send(s."truncated"),
			''::bytea ORDER BY s."index")
		END AS "bytes"
	FROM "trace_steps" s GROUP BY s."trace_id"
) packed WHERE packed."trace_id" = "traces"."id";
