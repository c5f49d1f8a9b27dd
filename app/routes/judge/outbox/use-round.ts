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
    const look = () => {
      seen.current = { state, revision, at: Date.now() };
      if (document.visibilityState === "visible") askAnew();
    };
    if (state !== before.state) return look();
    const timer = setTimeout(look, Math.max(0, before.at + calmMs - Date.now()));
    return () => clearTimeout(timer);
  }, [state, revision, line, askAnew]);
  return picture?.conduct ?? null;
}
