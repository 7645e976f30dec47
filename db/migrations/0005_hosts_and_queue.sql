CREATE TABLE "host_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"host_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "agent_id" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "queue_position" integer;--> statement-breakpoint
ALTER TABLE "host_events" ADD CONSTRAINT "host_events_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "host_events_host_id_id_index" ON "host_events" USING btree ("host_id","id");