import type { AblationSpec } from "@/lib/contracts";

/** A launch to start from: every field of it can be changed in the form. */
export interface Preset {
  key: string;
  title: string;
  description: string;
  spec: AblationSpec;
}
