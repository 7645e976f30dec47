import { describe, expect, it } from "vitest";
import { projects } from "./schema";
import { useTestDatabase } from "./testing/database";

describe("the migrated database", () => {
  const test = useTestDatabase();

  it("is a real Postgres with every table of the schema", async () => {
    const [version] = await test.sql<{ version: string }[]>`select version()`;
    expect(version?.version).toMatch(/PostgreSQL 18/);
    const tables =
      await test.sql`select table_name from information_schema.tables where table_schema = 'public'`;
    expect(tables.length).toBeGreaterThanOrEqual(22);
  });

  it("takes rows through drizzle", async () => {
    await test.db.insert(projects).values({ id: "prj_00000001", name: "one" });
    expect((await test.db.select().from(projects)).map((p) => p.name)).toEqual(["one"]);
  });

  it("keeps NaN and infinities in double precision columns", async () => {
    const [row] = await test.sql`select 'NaN'::float8 as nan, '-Infinity'::float8 as inf`;
    expect(Number.isNaN(row?.nan)).toBe(true);
    expect(row?.inf).toBe(-Infinity);
  });
});
