"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { buttonClass } from "./button";

/** Copies a text and says so; `label` names what is copied. */
export function CopyButton({
  text,
  label,
  showLabel = false,
}: {
  text: string;
  label: string;
  showLabel?: boolean;
}) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  const Icon = state === "copied" ? Check : Copy;
  const said = state === "copied" ? "Copied" : state === "refused" ? "Copying was refused" : `Copy ${label}`;
  return (
    <button
      type="button"
      onClick={copy}
      title={said}
      className={buttonClass("ghost", showLabel ? "sm" : "icon")}
    >
      <Icon aria-hidden />
      <span className={showLabel ? "" : "sr-only"} aria-live="polite">
        {said}
      </span>
    </button>
  );
}
