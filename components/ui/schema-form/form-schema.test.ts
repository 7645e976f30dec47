import { describe, expect, it } from "vitest";
import { z } from "zod";
import { LAUNCHER_CONTRACTS, LAUNCHER_NAMES } from "@/lib/contracts/launchers";
import { type FormField, formFields } from "./form-schema";
import { errorAt, formErrors, withSetting } from "./values";

const named = (fields: FormField[], name: string) => fields.find((field) => field.name === name);

describe("a form drawn from a schema", () => {
  it.each(LAUNCHER_NAMES)("has a field for each setting of %s, of a host and of a launch", (name) => {
    const { config, job } = LAUNCHER_CONTRACTS[name];
    expect(formFields(config).map((field) => field.name)).toEqual(Object.keys(config.shape));
    expect(formFields(job).map((field) => field.name)).toEqual(Object.keys(job.shape));
  });

  it("carries labels, explanations, units and bounds", () => {
    const fields = formFields(LAUNCHER_CONTRACTS.slurm.config);
    expect(named(fields, "signalSeconds")).toMatchObject({
      kind: "number",
      integer: true,
      label: "Warn before the limit",
      unit: "s",
      fallback: 120,
      min: 0,
      max: 65_535,
      required: false,
    });
    expect(named(fields, "partition")?.description).toBe("Partition (default: the cluster's)");
    expect(named(fields, "pollMs")?.advanced).toBe(true);
  });

  it("leaves a launch's settings without fallback: the host's hold", () => {
    for (const field of formFields(LAUNCHER_CONTRACTS.slurm.job)) {
      expect(field).toMatchObject({ required: false, fallback: undefined });
    }
  });

  it("knows records with fixed names, values that may be bare, nested objects and unions", () => {
    expect(named(formFields(LAUNCHER_CONTRACTS.slurm.config), "extra")).toMatchObject({
      kind: "map",
      keys: expect.arrayContaining(["nodelist", "reservation"]),
      value: { kind: "text", bare: true },
    });
    expect(named(formFields(LAUNCHER_CONTRACTS.ray.config), "resources")).toMatchObject({
      kind: "object",
      fields: [{ name: "cpus" }, { name: "gpus" }, { name: "memoryBytes" }, { name: "custom", keys: null }],
    });
    const events = named(formFields(LAUNCHER_CONTRACTS.ssh.config), "events");
    expect(events).toMatchObject({ kind: "variants", by: "way" });
    if (events?.kind !== "variants") throw new Error("no variants");
    expect(events.variants.map(({ value, fields }) => [value, fields.map((field) => field.name)])).toEqual([
      ["direct", ["serverUrl"]],
      ["tunnel", ["serverUrl", "remotePort"]],
      ["collect", []],
    ]);
  });

  it("tells left out from null, and takes any JSON where the schema does", () => {
    const fields = formFields(
      z.strictObject({
        a: z.int().nullable(),
        b: z.string().nullable().default(null),
        c: z.record(z.string(), z.json()),
      }),
    );
    expect(named(fields, "a")).toMatchObject({ kind: "number", empty: null });
    expect(named(fields, "b")).toMatchObject({ kind: "text", empty: undefined });
    expect(named(fields, "c")).toMatchObject({ kind: "map", value: { kind: "json" } });
  });

  it("refuses what it cannot draw, by name", () => {
    const schema = z.strictObject({
      odd: z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.int() })]),
    });
    expect(() => formFields(schema)).toThrow("odd: no form can be drawn");
  });
});

describe("faults of a form", () => {
  const { config } = LAUNCHER_CONTRACTS.ssh;

  it("names what is needed and what is wrong by its path", () => {
    const errors = formErrors(config, {
      port: 0,
      jumpHost: {},
      events: { way: "tunnel", serverUrl: "http://a" },
    });
    expect(errors.host).toBe("is needed");
    expect(errors["jumpHost.host"]).toBe("is needed");
    expect(errors["events.remotePort"]).toBe("is needed");
    expect(errors.port).toMatch(/>=1/);
    expect(formErrors(config, { host: "gpu-1" })).toEqual({});
  });

  it("shows the fault of an entry at the setting that holds it", () => {
    const errors = formErrors(config, { host: "a", env: { "A B": "x" } });
    expect(errorAt(errors, "env")).toBeUndefined();
    expect(errorAt(errors, "env", { within: true })).toContain("A B");
  });

  it("leaves a setting out again", () => {
    expect(withSetting({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
    expect(withSetting({ a: 1 }, "a", null)).toEqual({ a: null });
  });
});
