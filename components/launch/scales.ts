/** What divides the advantage, by the contract's words. */
export const SCALES = [
  { value: "group", label: "SD of the group" },
  { value: "batch", label: "SD of the batch" },
  { value: "none", label: "nothing" },
] as const;
