import type { ResultSetFile } from "@/lib/contracts/result-sets";
import { PROCESSTHINKER_TABLE_1 } from "./processthinker-table-1";

/** A project of reported results that every new Stepwell holds. */
export interface Example {
  /** Names it for ever: a later version of the file finds the earlier one by it. */
  key: string;
  /** Each example has a project of its own, made once. */
  project: string;
  file: ResultSetFile;
}

export const EXAMPLES: readonly Example[] = [
  {
    key: "processthinker-table-1",
    project: "ProcessThinker (published)",
    file: PROCESSTHINKER_TABLE_1,
  },
];
