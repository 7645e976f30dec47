import { customType, text, timestamp } from "drizzle-orm/pg-core";

/** A moment, always with its zone. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** When the row was made. */
export const createdAt = () => at("created_at").notNull().defaultNow();

/** A prefixed id (lib/domain/ids.ts). */
export const id = (name = "id") => text(name);

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Set of sequence numbers received, e.g. {[1,501),[600,700)}. */
export const int8multirange = customType<{ data: string }>({ dataType: () => "int8multirange" });
