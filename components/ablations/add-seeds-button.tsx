"use client";

import { ListPlus } from "lucide-react";
import { parseAsInteger, useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";
import type { AblationDetail } from "@/lib/contracts";
import { AddSeedsDialog } from "./add-seeds-dialog";

/** Seeds that are proposed where nothing else was asked for. */
const USUAL = 2;
const MOST = 63;

/** "Add seeds", whose dialog other pages open by the address (routes.addSeeds). */
export function AddSeedsButton({ detail }: { detail: AblationDetail }) {
  const [asked, setAsked] = useQueryState("add-seeds", parseAsInteger);
  return (
    <>
      <Button onClick={() => void setAsked(USUAL)}>
        <ListPlus aria-hidden />
        Add seeds
      </Button>
      {asked === null ? null : (
        <AddSeedsDialog
          detail={detail}
          count={Math.min(MOST, Math.max(1, asked))}
          onClose={() => void setAsked(null)}
        />
      )}
    </>
  );
}
