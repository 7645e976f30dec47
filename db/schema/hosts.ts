import { bigserial, boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id } from "./columns";

/** What holds a credential. Only the hash is kept; the token itself is shown once. */
export const tokens = pgTable("tokens", {
  id: id().primaryKey(),
  hash: text().notNull().unique(),
  scope: text({ enum: ["agent", "run", "read"] }).notNull(),
  /** The attempt a run token may write; a name for the others. */
  subject: text().notNull(),
  createdAt: createdAt(),
  revokedAt: at("revoked_at"),
});

export const hosts = pgTable("hosts", {
  id: id().primaryKey(),
  name: text().notNull().unique(),
  launcher: text().notNull(),
  capacity: integer().notNull(),
  dataDir: text("data_dir").notNull(),
  facts: jsonb().$type<Record<string, string>>().notNull().default({}),
  trainerReady: boolean("trainer_ready").notNull().default(false),
  trainerDetail: text("trainer_detail").notNull().default(""),
  /** `removed`: kept for the sake of what it ran; shown nowhere until an agent registers it again. */
  state: text({ enum: ["active", "paused", "draining", "drained", "removed"] })
    .notNull()
    .default("active"),
  /**
   * The agent that registered last and told what it holds: only this one is given jobs, so that a late request of one
   * that was killed gets none. Null where the last one did not tell.
   */
  agentId: id("agent_id"),
  lastSeenAt: at("last_seen_at"),
  createdAt: createdAt(),
});

export const agents = pgTable(
  "agents",
  {
    id: id().primaryKey(),
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id),
    version: text().notNull(),
    tokenId: id("token_id").references(() => tokens.id),
    registeredAt: at("registered_at").notNull().defaultNow(),
    lastHeartbeatAt: at("last_heartbeat_at"),
  },
  (t) => [index().on(t.hostId)],
);

/** What was done to a host and by what it was registered, kept as long as the host. */
export const hostEvents = pgTable(
  "host_events",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    type: text({
      enum: ["registered", "returned", "paused", "resumed", "draining", "drained", "removed"],
    }).notNull(),
    detail: text().notNull().default(""),
  },
  (t) => [index().on(t.hostId, t.id)],
);
