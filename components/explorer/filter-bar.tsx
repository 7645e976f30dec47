"use client";

import { ChevronLeft, Plus, Search, X } from "lucide-react";
import { type ReactNode, type RefObject, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { Toolbar } from "@/components/ui/toolbar";
import { FilterEditor } from "./filter-editor";
import {
  FILTER_FIELDS,
  type FilterChoices,
  type FilterField,
  type FilterValues,
  filterWords,
  isOffered,
  isSet,
  keysOf,
  without,
} from "./filter-fields";
import { useLateText } from "./use-late-text";

export interface FilterBarProps {
  values: FilterValues;
  choices: FilterChoices;
  onChange: (change: Record<string, string | null>) => void;
  search: RefObject<HTMLInputElement | null>;
  /** Whether the menu of filters is open: a key opens it too. */
  isAdding: boolean;
  onAdding: (open: boolean) => void;
  /** What stands at the right end: counts, order. */
  children: ReactNode;
}

const fieldKey = (field: FilterField) => keysOf(field).join("-");

/** What narrows the list: a search, a chip for each filter that is set, and a menu of those that are not. */
export function FilterBar(props: FilterBarProps) {
  const { values, choices, onChange, search, isAdding, onAdding, children } = props;
  const set = FILTER_FIELDS.filter((field) => isSet(field, values));
  const text = useLateText(values.text ?? "", (typed) =>
    onChange({ text: typed.trim() === "" ? null : typed }),
  );
  const clear = () => onChange(Object.assign({ text: null }, ...set.map(without)));
  return (
    <Toolbar label="Filter traces" className="gap-1.5! border-b">
      <span className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-ink-3" />
        <Input
          ref={search}
          type="search"
          aria-label="Words in prompt, response or continuations"
          placeholder="Search texts  /"
          className="w-52 pl-7"
          maxLength={300}
          {...text}
        />
      </span>
      {set.map((field) => (
        <Chip key={fieldKey(field)} field={field} values={values} choices={choices} onChange={onChange} />
      ))}
      <AddFilter
        open={isAdding}
        onOpenChange={onAdding}
        fields={FILTER_FIELDS.filter((field) => !isSet(field, values) && isOffered(field, choices))}
        {...{ values, choices, onChange }}
      />
      {set.length > 0 || values.text ? (
        <Button variant="ghost" size="sm" onClick={clear}>
          Clear all
        </Button>
      ) : null}
      <span className="ml-auto flex flex-wrap items-center gap-2 text-ink-3 text-xs">{children}</span>
    </Toolbar>
  );
}

type ChipProps = Pick<FilterBarProps, "values" | "choices" | "onChange"> & { field: FilterField };

/** A filter that is set: its text opens its editor, its cross takes it away. */
function Chip({ field, values, choices, onChange }: ChipProps) {
  const [open, setOpen] = useState(false);
  const words = filterWords(field, values, choices);
  return (
    <span className="inline-flex h-6.5 items-stretch overflow-hidden rounded-md border border-accent/50 bg-accent/8 text-xs">
      <Popover
        label={`Filter ${field.title}`}
        open={open}
        onOpenChange={setOpen}
        className="w-64"
        trigger={
          <button type="button" className="flex max-w-72 items-center gap-1.5 px-2 hover:bg-accent/12">
            <span className="text-ink-2">{field.title}</span>
            <bdi className="truncate font-medium">{words}</bdi>
          </button>
        }
      >
        <FilterEditor {...{ field, values, choices, onChange }} onDone={() => setOpen(false)} />
      </Popover>
      <button
        type="button"
        aria-label={`${field.title} ${words}: remove this filter`}
        className="border-accent/30 border-l px-1 text-ink-2 hover:bg-accent/12 hover:text-ink"
        onClick={() => onChange(without(field))}
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}

interface AddProps extends Pick<FilterBarProps, "values" | "choices" | "onChange"> {
  fields: readonly FilterField[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The menu of filters, and then the editor of the one chosen. */
function AddFilter({ fields, open, onOpenChange, ...rest }: AddProps) {
  const [chosen, setChosen] = useState<FilterField | null>(null);
  const change = (next: boolean) => {
    setChosen(null);
    onOpenChange(next);
  };
  return (
    <Popover
      label="Add a filter"
      open={open}
      onOpenChange={change}
      className="w-64"
      trigger={
        <Button variant="ghost" size="sm" className="border border-line-strong border-dashed">
          <Plus aria-hidden />
          Filter
        </Button>
      }
    >
      {chosen ? (
        <div className="flex flex-col gap-1">
          <button
            type="button"
            onClick={() => setChosen(null)}
            className="flex items-center gap-1 rounded px-1 py-0.5 text-ink-2 text-xs hover:bg-hover"
          >
            <ChevronLeft aria-hidden className="size-3.5" />
            {chosen.title}
          </button>
          <FilterEditor field={chosen} {...rest} onDone={() => change(false)} />
        </div>
      ) : (
        <FieldMenu fields={fields} onChosen={setChosen} />
      )}
    </Popover>
  );
}

function FieldMenu(props: { fields: readonly FilterField[]; onChosen: (field: FilterField) => void }) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = props.fields.filter((f) => `${f.title} ${f.hint ?? ""}`.toLowerCase().includes(wanted));
  const [first] = found;
  return (
    <div className="flex flex-col gap-1">
      <Input
        type="search"
        aria-label="Filter by"
        placeholder="Filter by…"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && first) props.onChosen(first);
        }}
      />
      <ul className="flex max-h-80 flex-col overflow-y-auto">
        {found.map((field, i) => (
          <li key={fieldKey(field)}>
            <button
              type="button"
              onClick={() => props.onChosen(field)}
              className={cx(
                "flex w-full flex-col rounded px-2 py-1 text-left hover:bg-hover",
                i === 0 && wanted !== "" && "bg-hover",
              )}
            >
              {field.title}
              {field.hint ? <span className="text-2xs text-ink-3">{field.hint}</span> : null}
            </button>
          </li>
        ))}
        {found.length === 0 ? <li className="px-2 py-2 text-ink-3 text-xs">No such filter.</li> : null}
      </ul>
    </div>
  );
}
