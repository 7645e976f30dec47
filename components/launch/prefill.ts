import { z } from "zod";
import { type AblationSpec, type ArmSpec, grpoConfig, key, rewardConfig } from "@/lib/contracts";
import { freeKey } from "./arm-edits";
import { getAt } from "./draft";
import { grpoLabel, rewardLabel, type SettingLabel } from "./setting-labels";

/** Fields that another page changed: known ones only, each within the contract's range, absent where unchanged. */
const rewardChanges = z.strictObject(rewardConfig.shape).partial();
const grpoChanges = z.strictObject(grpoConfig.shape).partial();

interface Changes {
  reward: Partial<z.infer<typeof rewardChanges>>;
  grpo: Partial<z.infer<typeof grpoChanges>>;
}

/** What the address asks the form to be filled with. */
export interface Prefill {
  arm: string | null;
  changes: Changes;
}

/** One setting of the filled-in arm that is not its model's. */
export interface FilledSetting {
  /** Path below the arm. */
  path: string;
  label: SettingLabel;
  before: unknown;
  after: unknown;
}

/** What was filled in, and what could not be; the form is drawn in any case. */
export interface Filled {
  spec: AblationSpec;
  /** The new arm and the one it was copied from; null where nothing was filled in. */
  arm: { key: string; name: string; modelKey: string; modelName: string } | null;
  settings: FilledSetting[];
  problems: string[];
}

type Params = Partial<Record<string, string>>;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemsOf(name: string, issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => `${name}.${key}: unknown field`);
  return [`${[name, ...issue.path].join(".")}: ${issue.message}`];
}

/** Reads one JSON object of changed fields. Defaults of the contract are no change, so only named fields are kept. */
function readChanges<T extends object>(
  name: string,
  text: string | undefined,
  contract: z.ZodType<T>,
  problems: string[],
): Partial<T> {
  if (text === undefined) return {};
  const value = readJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(`${name}: one JSON object of changed fields is needed`);
    return {};
  }
  const parsed = contract.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push(...problemsOf(name, issue));
    return {};
  }
  const named = new Set(Object.keys(value));
  const entries = Object.entries(parsed.data).filter(([field]) => named.has(field));
  return Object.fromEntries(entries) as Partial<T>;
}

/** Reads `arm`, `reward` and `grpo` of the form's address; null where it asks for no change. */
export function readPrefill({ arm, reward, grpo }: Params): { prefill: Prefill | null; problems: string[] } {
  const problems: string[] = [];
  if (reward === undefined && grpo === undefined) return { prefill: null, problems };
  if (arm !== undefined && !key.safeParse(arm).success) problems.push("arm: no arm has such a key");
  const changes = {
    reward: readChanges("reward", reward, rewardChanges, problems),
    grpo: readChanges("grpo", grpo, grpoChanges, problems),
  };
  return { prefill: problems.length === 0 ? { arm: arm ?? null, changes } : null, problems };
}

function settingsOf(spec: AblationSpec, model: ArmSpec, { reward, grpo }: Changes): FilledSetting[] {
  const rewards = rewardChanges.keyof().options.flatMap((field): FilledSetting[] => {
    const [before, after] = [model.training?.reward[field], reward[field]];
    const changed = after !== undefined && after !== before;
    return changed ? [{ path: `training.reward.${field}`, label: rewardLabel(field), before, after }] : [];
  });
  const trainings = grpoChanges.keyof().options.flatMap((field): FilledSetting[] => {
    const [before, after] = [model.training?.grpo[field] ?? spec.grpo[field], grpo[field]];
    const changed = after !== undefined && after !== before;
    return changed ? [{ path: `training.grpo.${field}`, label: grpoLabel(field), before, after }] : [];
  });
  return [...rewards, ...trainings];
}

const LONGEST_KEY = 63;
const LONGEST_NAME = 200;
const NAMED = 3;

/** "training.grpo.scaleRewards" as "scale rewards". */
function fieldWords(path: string): string {
  const field = path.slice(path.lastIndexOf(".") + 1);
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A few words for what is different: "τ 0.75, M 8". */
export function shortChanges(settings: readonly FilledSetting[]): string {
  const words = settings.map(
    ({ label, path, after }) => `${label.symbol || fieldWords(path)} ${showSetting(after)}`,
  );
  return words.length <= NAMED ? words.join(", ") : `${words.slice(0, NAMED - 1).join(", ")}, …`;
}

/** A setting's value as text. */
export function showSetting(value: unknown): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

function keyFor(model: ArmSpec, settings: readonly FilledSetting[], taken: readonly string[]): string {
  const words = settings
    .slice(0, NAMED)
    .map(({ path, after }) => `${path.split(".").at(-1)} ${showSetting(after)}`);
  const slug = [model.key, ...words]
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return freeKey(taken, slug.slice(0, LONGEST_KEY - 3).replace(/-+$/, ""));
}

function filledArm(model: ArmSpec, changes: Changes, key: string, name: string): ArmSpec {
  if (!model.training) return model;
  const { reward, grpo, ...training } = structuredClone(model.training);
  return {
    ...model,
    key,
    name,
    training: { ...training, reward: { ...reward, ...changes.reward }, grpo: { ...grpo, ...changes.grpo } },
  };
}

/**
 * Puts a changed copy of an arm behind it: what another page recomputed becomes an arm to train, beside the old ones.
 * Where that is impossible the spec stays as it is and `problems` says why.
 */
export function fillIn(spec: AblationSpec, { arm: wanted, changes }: Prefill): Filled {
  const refused = (problem: string): Filled => ({ spec, arm: null, settings: [], problems: [problem] });
  const at = spec.arms.findIndex((arm) => (wanted === null ? arm.training !== null : arm.key === wanted));
  const model = spec.arms[at];
  if (!model) return refused(wanted === null ? "arm: no arm is trained" : `arm: there is no arm ${wanted}`);
  if (!model.training) return refused(`arm: ${model.name} is SFT alone and has no reward`);
  const settings = settingsOf(spec, model, changes);
  if (settings.length === 0)
    return refused(`${model.name} has these settings already: there is no arm to add`);
  const taken = spec.arms.map((arm) => arm.key);
  const key = keyFor(model, settings, taken);
  const name = `${model.name} (${shortChanges(settings)})`.slice(0, LONGEST_NAME);
  const added = filledArm(model, changes, key, name);
  return {
    spec: { ...spec, arms: spec.arms.toSpliced(at + 1, 0, added) },
    arm: { key, name, modelKey: model.key, modelName: model.name },
    settings,
    problems: [],
  };
}

/** The path of a setting of an arm in the draft, or null where the arm is gone. */
export function filledPaths(draft: { arms: readonly { key: string }[] }, filled: Filled | null): Set<string> {
  const at = draft.arms.findIndex((arm) => arm.key === filled?.arm?.key);
  if (at < 0 || !filled) return new Set();
  return new Set(
    filled.settings
      .filter(({ path, after }) => getAt(draft.arms[at], path) === after)
      .map(({ path }) => `arms.${at}.${path}`),
  );
}
