import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import type { AgentLogLine, Chore, HostUsage } from "@/lib/contracts";
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
  /** Hosts of one name share a file system: what lies at a path of one lies at the same path of the others. */
  sharedStorage: text("shared_storage"),
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

/** An invitation for one host: what its agent is told when it first comes with this token. */
export const enrolments = pgTable("enrolments", {
  id: id().primaryKey(),
  tokenId: id("token_id")
    .notNull()
    .references(() => tokens.id),
  hostName: text("host_name").notNull(),
  launcher: text().notNull(),
  launcherConfig: jsonb("launcher_config").$type<Record<string, unknown>>().notNull(),
  capacity: integer().notNull(),
  sharedStorage: text("shared_storage"),
  createdAt: createdAt(),
  usedAt: at("used_at"),
  hostId: id("host_id").references(() => hosts.id),
});

/** How busy a host was, as its agent measured. */
export const hostSamples = pgTable(
  "host_samples",
  {
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    usage: jsonb().$type<HostUsage>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.hostId, t.at] })],
);

/** The agent's own log, as it told. */
export const agentLogLines = pgTable(
  "agent_log_lines",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    event: text().notNull(),
    fields: jsonb().$type<AgentLogLine["fields"]>().notNull(),
  },
  (t) => [index().on(t.hostId, t.id)],
);

/** Small work for agents beside their jobs: files to send to the store, checkpoints to delete. */
export const hostChores = pgTable(
  "host_chores",
  {
    id: id().primaryKey(),
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id, { onDelete: "cascade" }),
    kind: text().$type<Chore["kind"]>().notNull(),
    /** What it is about (a manifest's or checkpoint's id): one open chore of a kind for each. */
    subject: text().notNull(),
    payload: jsonb().$type<Omit<Chore, "id" | "kind">>().notNull(),
    createdAt: createdAt(),
    doneAt: at("done_at"),
    ok: boolean(),
    detail: text().notNull().default(""),
    bytes: bigint({ mode: "number" }).notNull().default(0),
    failures: integer().notNull().default(0),
    /** After a failure: not given out before. */
    notBefore: at("not_before"),
  },
  (t) => [index().on(t.hostId, t.doneAt)],
);
