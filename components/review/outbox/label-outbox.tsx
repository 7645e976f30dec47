"use client";

import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { LabelSender, type SenderState } from "@/lib/client/labels/label-sender";
import { OutboxStore } from "@/lib/client/labels/outbox-store";
import { labelAnswer } from "@/lib/contracts";

/** The browser's storage, or null where there is none (on the server) or it is forbidden. */
function storageOf(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    return null;
  }
}

function pause(ms: number, wake: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function newSender(): LabelSender {
  return new LabelSender({
    store: new OutboxStore(storageOf()),
    post: (request) => fetchJson("/api/v1/labels", labelAnswer, jsonBody("POST", request)),
    now: () => Date.now(),
    pause,
  });
}

const Context = createContext<LabelSender | null>(null);

const NOTHING_OPEN: SenderState = { phase: "saved", open: 0, refused: [], lasting: true, problem: null };

/**
 * Sends every change of a label, whatever page of the reviews is open: what an earlier page left behind (a reload, a lost
 * connection) goes first.
 */
export function LabelOutbox({ children }: { children: ReactNode }) {
  const [sender] = useState(newSender);
  useEffect(() => {
    const again = () => sender.kick();
    const look = () => sender.tell();
    const leave = (event: BeforeUnloadEvent) => {
      // Storage keeps what is open; only what it could not take would be lost.
      if (!sender.state().lasting) event.preventDefault();
    };
    look();
    again();
    window.addEventListener("online", again);
    window.addEventListener("storage", look);
    window.addEventListener("beforeunload", leave);
    return () => {
      window.removeEventListener("online", again);
      window.removeEventListener("storage", look);
      window.removeEventListener("beforeunload", leave);
    };
  }, [sender]);
  return <Context value={sender}>{children}</Context>;
}

export function useLabelSender(): LabelSender {
  const sender = use(Context);
  if (!sender) throw new Error("labels are sent from below a LabelOutbox only");
  return sender;
}

export function useSenderState(): SenderState {
  const sender = useLabelSender();
  return useSyncExternalStore(sender.subscribe, sender.state, () => NOTHING_OPEN);
}
