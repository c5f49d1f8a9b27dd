import { useMatches, useNavigation, useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { isReachable } from "./reachable.ts";

/** An answer of which nothing was seen for so long is waited for no more. */
const unseenMs = 5_000;

/**
 * How a page asks for its data anew, and whether the server could be reached when it did: a lost network leaves the page
 * standing as it is. One a page, for asking breaks off an answer that is under way: what is wanted meanwhile is asked for
 * after it.
 */
export function useAskAnew(): { askAnew: () => void; reached: boolean } {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const matches = useMatches();
  const [reached, setReached] = useState(true);
  const idle = state === "idle" && navigation.state === "idle";
  const now = useRef({ idle, looking: false, wanted: false, askedAt: 0, left: false, timer: 0 });
  const askAnew = useCallback(async () => {
    const { current } = now;
    current.wanted = true;
    if (current.left || current.looking || !current.idle) return;
    const unseen = current.askedAt + unseenMs - performance.now();
    if (current.askedAt > 0 && unseen > 0) {
      window.clearTimeout(current.timer);
      current.timer = window.setTimeout(askAnew, unseen);
      return;
    }
    current.looking = true;
    const up = await isReachable();
    current.looking = false;
    if (current.left) return;
    setReached(up);
    if (!current.idle) return;
    current.wanted = false;
    if (!up) return;
    current.askedAt = performance.now();
    revalidate();
  }, [revalidate]);
  // An answer shows as under way only after the next rendering, which may be late: it is there once the page turns idle
  // again, or holds other data
  // biome-ignore lint/correctness/useExhaustiveDependencies: for every answer that came
  useEffect(() => {
    const { current } = now;
    current.idle = idle;
    if (!idle) return;
    current.askedAt = 0;
    window.clearTimeout(current.timer);
    if (current.wanted) void askAnew();
  }, [idle, matches, askAnew]);
  useEffect(() => {
    const { current } = now;
    current.left = false;
    return () => {
      current.left = true;
      window.clearTimeout(current.timer);
    };
  }, []);
  return { askAnew, reached };
}
