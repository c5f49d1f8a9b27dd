import { useEffect, useRef } from "react";
import { useAskAnew } from "./use-ask-anew.ts";
import { useLive } from "./use-live.ts";

/** Asks for the page's data again whenever something of the round has changed. Answers false while changes may go unseen. */
export function useNews(round: string): boolean {
  const { picture, connected } = useLive<{ revision: number } | null>(`/live/rounds/${round}`, null);
  const { askAnew, reached } = useAskAnew();
  const seen = useRef<number | null>(null);
  const revision = picture?.revision ?? null;
  useEffect(() => {
    if (revision === null) return;
    // The first picture says no more than the page itself
    if (seen.current !== null && seen.current !== revision) askAnew();
    seen.current = revision;
  }, [revision, askAnew]);
  return connected && reached;
}
