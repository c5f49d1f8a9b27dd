import { useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useLive } from "./use-live.ts";

/**
 * Asks for the page's data again whenever something of the round has changed, but never while the page is asking already: what
 * is under way is not broken off. Answers false while changes may go unseen.
 */
export function useNews(round: string): boolean {
  const { picture, connected } = useLive<{ revision: number } | null>(`/live/rounds/${round}`, null);
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const seen = useRef<number | null>(null);
  const revision = picture?.revision ?? null;
  const idle = state === "idle" && navigation.state === "idle";
  useEffect(() => {
    if (revision === null || !idle) return;
    // The first picture says no more than the page itself
    if (seen.current !== null && seen.current !== revision) revalidate();
    seen.current = revision;
  }, [revision, idle, revalidate]);
  return connected;
}
