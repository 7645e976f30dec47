import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AblationSpec, ablationSpec, type Place } from "@/lib/contracts";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { expandAblation, expandSeeds } from "./expand-ablation";
import { placeOf } from "./place-of";

const HOSTS = ["hst_00000001", "hst_00000002", "hst_00000003"];
const LAUNCHES: Place["launch"][] = [{}, { partition: "gpu" }, { partition: "cpu", nodes: 2 }];
const anyPlace: fc.Arbitrary<Place> = fc.oneof(
  fc.constant({ hostId: null, launch: {} }),
  fc.record({ hostId: fc.constantFrom(...HOSTS), launch: fc.constantFrom(...LAUNCHES) }),
);
const perhaps = fc.option(anyPlace, { nil: null, freq: 2 });

const anySpec: fc.Arbitrary<AblationSpec> = fc
  .record({
    hostId: fc.option(fc.constantFrom(...HOSTS), { nil: null }),
    places: fc.record({ warmUp: perhaps, training: perhaps, evaluation: perhaps }),
    own: fc.array(perhaps, { minLength: 8, maxLength: 8 }),
  })
  .map(({ own, ...changes }) =>
    ablationSpec.parse({
      ...TINY_SPEC,
      ...changes,
      arms: TINY_SPEC.arms.map((arm, i) => ({ ...arm, place: own[i] ?? null })),
    }),
  );

const told = ({ hostId, launch }: Place) => ({ hostId, launch });

describe("where a job of a launch runs", () => {
  it("is what the arm says, else its part, else the launch; an evaluation follows its training", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const whole: Place = { hostId: spec.hostId, launch: {} };
        const warmUp = spec.places.warmUp ?? whole;
        for (const job of expandAblation(spec).jobs) {
          const arm = spec.arms.find(({ key }) => key === job.armKey);
          const training = arm?.place ?? spec.places.training ?? whole;
          const expected = {
            rewrite: warmUp,
            sft: warmUp,
            grpo: training,
            evaluate: spec.places.evaluation ?? (arm ? training : warmUp),
            command: whole,
          }[job.kind];
          expect(told(job.place)).toEqual(expected);
        }
      }),
    );
  });

  it("names the field that decided it", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        for (const { place } of expandAblation(spec).jobs) {
          if (place.path === "hostId") expect(place).toMatchObject({ hostId: spec.hostId, launch: {} });
          else {
            const said: unknown = place.path
              .split(".")
              .reduce<unknown>((at, part) => Reflect.get(Object(at), part), spec);
            expect(said).toEqual(told(place));
          }
        }
      }),
    );
  });

  it("is the same for seeds that are added later", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const added = expandSeeds(spec, [77], { rewrite: true });
        for (const job of added.jobs) expect(job.place).toEqual(placeOf(spec, job));
      }),
    );
  });

  it("needs the arm's own words only for what the arm does itself", () => {
    const first = TINY_SPEC.arms[1];
    if (!first) throw new Error("the quickstart has arms");
    const place = { hostId: "hst_00000009", launch: { gres: "gpu:1" } };
    const spec = { ...TINY_SPEC, arms: TINY_SPEC.arms.with(1, { ...first, place }) };
    const placed = expandAblation(spec).jobs.filter((job) => job.place.hostId === place.hostId);
    expect(new Set(placed.map((job) => job.armKey))).toEqual(new Set([first.key]));
    expect(new Set(placed.map((job) => job.kind))).toEqual(new Set(["grpo", "evaluate"]));
  });
});
