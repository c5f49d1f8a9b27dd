import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { RoundPicture } from "~/services/live/pictures.ts";
import { useLive } from "~/ui/live/use-live.ts";

/** What no command announces (a tablet's sign of life) is asked for again so often. */
const signsEveryMs = 10_000;
const againMs = 2_000;

/**
 * Follows the round, and asks for the page's data again when it has changed, and now and then for the tablets' signs. The
 * server is asked first whether it is there, so that a lost network leaves the table standing instead of an error page.
 */
export function useLiveTable(slug: string, loaded: RoundPicture): { picture: RoundPicture; connected: boolean } {
  const live = useLive<RoundPicture>(`/live/rounds/${slug}`, loaded);
  const [reached, setReached] = useState(true);
  const { revalidate, state } = useRevalidator();
  const idle = useRef(true);
  idle.current = state === "idle";
  const behind = live.picture.revision > loaded.revision;
  useEffect(() => {
    let over = false;
    let looking = false;
    const look = async () => {
      if (document.visibilityState !== "visible" || !idle.current || looking) return;
      looking = true;
      const up = await reachable();
      looking = false;
      if (over) return;
      setReached(up);
      // Asking anew would break off what is under way meanwhile
      if (up && idle.current) {
        idle.current = false;
        revalidate();
      }
    };
    if (behind) void look();
    const timer = setInterval(look, behind ? againMs : signsEveryMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      over = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [behind, revalidate]);
  // The loaded page may be ahead of the stream
  const picture = behind ? live.picture : loaded;
  return { picture, connected: live.connected && reached };
}

async function reachable(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { signal: AbortSignal.timeout(againMs) })).ok;
  } catch {
    return false;
  }
}
