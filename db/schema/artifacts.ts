import { bigint, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt, id } from "./columns";
import { hosts } from "./hosts";

/** Files in the server's store, by content. */
export const storedFiles = pgTable("stored_files", {
  sha256: text().primaryKey(),
  bytes: bigint({ mode: "number" }).notNull(),
  createdAt: createdAt(),
  lastUsedAt: at("last_used_at").notNull().defaultNow(),
});

/** Hosts that hold a copy of an artifact which another host wrote. `manifestSha256` names its files and their sums. */
export const artifactCopies = pgTable(
  "artifact_copies",
  {
    manifestSha256: text("manifest_sha256").notNull(),
    hostId: id("host_id")
      .notNull()
      .references(() => hosts.id, { onDelete: "cascade" }),
    path: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.manifestSha256, t.hostId] }), index().on(t.hostId)],
);
