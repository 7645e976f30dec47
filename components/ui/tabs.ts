/** The look of a tab; a link that is the current page, or a tab that is active. */
export const TAB =
  "inline-flex h-8 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-0.5 text-ink-2 text-sm hover:text-ink data-[active]:border-accent data-[active]:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink";
