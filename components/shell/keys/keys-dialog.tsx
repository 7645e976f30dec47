"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { type KeySection, keyName } from "./sections";

const ANYWHERE = {
  title: "Anywhere",
  bindings: [
    { does: "Go to a page, an ablation or a run", keys: ["Ctrl K"] },
    { does: "This help", keys: ["?"] },
  ],
};

/** What every key of this page does. */
export function KeysDialog({ sections, onClose }: { sections: KeySection[] | null; onClose: () => void }) {
  return (
    <Dialog
      open={sections !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Keys of this page"
      description="They work wherever no text is being written."
    >
      <div className="flex flex-col gap-4">
        {[...(sections ?? []), ANYWHERE].map((section) => (
          <section key={section.title} aria-label={section.title}>
            <h3 className="mb-1 font-semibold text-2xs text-ink-3 uppercase tracking-wide">
              {section.title}
            </h3>
            <dl className="flex flex-col">
              {section.bindings.map((binding) => (
                <div
                  key={binding.does}
                  className="flex items-center justify-between gap-4 border-b py-1 last:border-b-0"
                >
                  <dt className="text-sm">{binding.does}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {binding.keys.map((key) => (
                      <Kbd key={key}>{keyName(key)}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
