import { useEffect, useRef } from "react";
import type { RoundPicture } from "~/services/live/pictures.ts";
import { useLive } from "~/ui/live/use-live.ts";
import type { Outbox } from "./outbox.ts";
import { keeperOf } from "./use-outbox.ts";

const calmMs = 15_000;

/**
 * Follows the round from a judge's page: who is on stage, and what the conductor has opened. The page's data are asked for
 * anew at once when the scoring begins or ends, and otherwise now and then: every judge's every draft changes the round.
 */
export function useRound(
  judge: string,
  round: string,
  { line }: Pick<Outbox, "line">,
  askAnew: () => void,
): RoundPicture["conduct"] | null {
  const { picture } = useLive<RoundPicture | null>(`/live/rounds/${round}`, null, () => keeperOf(judge).signedOut());
  const { state = null, revision = 0 } = picture ?? {};
  const seen = useRef({ state, revision, at: 0 });
  useEffect(() => {
    const before = seen.current;
    if (state === null || line !== "up") return;
    if (before.state === null || revision === before.revision) {
      seen.current = { ...before, state, revision };
      return;
    }
    // A page that nobody looks at asks once somebody does
    const look = () => {
      if (document.visibilityState !== "visible") return;
      seen.current = { state, revision, at: Date.now() };
      askAnew();
    };
    const wait = state === before.state ? Math.max(0, before.at + calmMs - Date.now()) : 0;
    const timer = setTimeout(look, wait);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [state, revision, line, askAnew]);
  return picture?.conduct ?? null;
}
