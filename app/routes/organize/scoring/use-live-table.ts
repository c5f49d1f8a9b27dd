import { useEffect } from "react";
import type { RoundPicture } from "~/services/live/stage-picture.ts";
import { useLive, useRevalidation } from "~/ui/live/use-live.ts";

/** What no command announces (a tablet's heartbeat) is asked for again so often. */
const signsEveryMs = 10_000;
const againMs = 2_000;

/**
 * Follows the round, and asks for the page's data again when it has changed, and now and then for the tablets' signs: again
 * and again while the page is behind.
 */
export function useLiveTable(slug: string, loaded: RoundPicture): { picture: RoundPicture; connected: boolean } {
  const live = useLive<RoundPicture>(`/live/rounds/${slug}`, loaded);
  const { askAnew: revalidatePage, reached } = useRevalidation();
  const behind = live.picture.revision > loaded.revision;
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") revalidatePage();
    };
    if (behind) look();
    const timer = setInterval(look, behind ? againMs : signsEveryMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [behind, revalidatePage]);
  // The loaded page may be ahead of the stream
  const picture = behind ? live.picture : loaded;
  return { picture, connected: live.connected && reached };
}
