import type { FormField } from "./form-schema";
import type { FormErrors } from "./values";

type OfKind<Kind extends FormField["kind"]> = Extract<FormField, { kind: Kind }>;

/** What the control of one setting gets. */
export interface FieldProps<Kind extends FormField["kind"] = FormField["kind"]> {
  field: OfKind<Kind>;
  /** Dotted path from the form's root, by which faults are named. */
  path: string;
  /** Unique in the page. */
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  errors: FormErrors;
  /** What holds where nothing is typed here: the host's own setting, else the schema's default. */
  inherited: unknown;
  disabled: boolean;
}
