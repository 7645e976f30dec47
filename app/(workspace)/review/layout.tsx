import type { ReactNode } from "react";
import { LabelOutbox } from "@/components/review/outbox/label-outbox";

/** Every page of the reviews sends what an earlier one left behind. */
export default function ReviewLayout({ children }: { children: ReactNode }) {
  return <LabelOutbox>{children}</LabelOutbox>;
}
