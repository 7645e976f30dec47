import { notFound } from "next/navigation";
import type { Db } from "@/db/client";
import { type ReviewSetView, reviewSetId } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { getReviewSet } from "@/lib/services/reviews/sets";

/** The set that an address names; the page that there is none of it otherwise. */
export async function setOfPage(db: Db, params: Promise<{ set: string }>): Promise<ReviewSetView> {
  const id = reviewSetId.safeParse((await params).set);
  if (!id.success) notFound();
  try {
    return await getReviewSet(db, id.data);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
}
