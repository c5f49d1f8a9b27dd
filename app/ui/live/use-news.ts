import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useLive } from "./use-live.ts";

/** Asks for the page's data again whenever something of the round has changed. Answers false while changes may go unseen. */
export function useNews(round: string): boolean {
  const { picture, connected } = useLive<{ revision: number } | null>(`/live/rounds/${round}`, null);
  const { revalidate } = useRevalidator();
  const seen = useRef<number | null>(null);
  const revision = picture?.revision ?? null;
  useEffect(() => {
    if (revision === null) return;
    // The first picture says no more than the page itself
    if (seen.current !== null && seen.current !== revision) revalidate();
    seen.current = revision;
  }, [revision, revalidate]);
  return connected;
}
