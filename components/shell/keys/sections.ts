/** What one or more keys do on this page. */
export interface KeyBinding {
  /** `KeyboardEvent.key` values, any of which does it: "j", "?", "ArrowRight". */
  keys: readonly string[];
  /** In the help: "Next trace step". */
  does: string;
  run: (event: KeyboardEvent) => void;
}

/** The keys of one part of a page, as the help lists them. */
export interface KeySection {
  title: string;
  bindings: readonly KeyBinding[];
}

/**
 * The keys of everything on the page, in the order in which the parts came. Where two want one key, the part that came
 * later has it: what opens above a page takes its keys and gives them back when it goes.
 */
export class KeySections {
  private readonly sections = new Map<symbol, KeySection>();

  /** Adds a part or renews its bindings; a part that is renewed keeps its place. */
  keep(id: symbol, section: KeySection): void {
    this.sections.set(id, section);
  }

  drop(id: symbol): void {
    this.sections.delete(id);
  }

  find(key: string): KeyBinding | null {
    for (const section of [...this.sections.values()].reverse()) {
      const found = section.bindings.find((binding) => binding.keys.includes(key));
      if (found) return found;
    }
    return null;
  }

  /** Parts of one title together, without the keys that a later part has taken, for the help. */
  list(): KeySection[] {
    const byTitle = new Map<string, KeyBinding[]>();
    for (const { title, bindings } of this.sections.values()) {
      const live = bindings.flatMap((binding) => {
        const keys = binding.keys.filter((key) => this.find(key) === binding);
        return keys.length === 0 ? [] : [{ ...binding, keys }];
      });
      if (live.length > 0) byTitle.set(title, [...(byTitle.get(title) ?? []), ...live]);
    }
    return [...byTitle].map(([title, bindings]) => ({ title, bindings }));
  }
}

const NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  " ": "Space",
};

/** A key as it is printed on keyboards. */
export function keyName(key: string): string {
  return NAMES[key] ?? key;
}
