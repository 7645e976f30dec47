/** What a table's responses earn under some settings; one element a row. NaN stands for null throughout. */
export type Rescored = {
  /** R. Under GDPO the weighted sum of the parts after each was normalised in its group; NaN where that is incomplete. */
  rewards: Float64Array;
  /** NaN also where the group is incomplete: its baseline is not known. */
  advantages: Float64Array;
  /** 1 where the format is valid under the settings; else R is 0 and the parts are 0 or NaN. */
  formatValid: Uint8Array;
  /** R_fmt, outcome', proc' and B(K) as R adds them, before their weights. */
  format: Float64Array;
  outcomeGated: Float64Array;
  processGated: Float64Array;
  stepBonus: Float64Array;
  /** R_proc: mean of the non-null c_i. */
  process: Float64Array;
  /** Index into GATES. */
  gate: Uint8Array;
  /** Weights of outcome' and proc' under the scheme. */
  weights: { outcome: number; process: number };
};

/** The gate's decisions by the number that a table of results stores. */
export const GATES = ["off", "pass", "fail", "undetermined"] as const;

/** Room for the results of `size` responses. */
export function allocateRescored(size: number, weights: Rescored["weights"]): Rescored {
  const column = () => new Float64Array(size);
  return {
    rewards: column(),
    advantages: column(),
    formatValid: new Uint8Array(size),
    format: column(),
    outcomeGated: column(),
    processGated: column(),
    stepBonus: column(),
    process: column(),
    gate: new Uint8Array(size),
    weights,
  };
}
