import { useEffect, useState } from "react";
import type { TabletsPart } from "~/reads/scoring/table-view.ts";
import type { RoundPicture, TabletsPicture } from "~/services/live/stage-picture.ts";
import { panelQuery } from "~/ui/live/panel-query.ts";
import { useLive, useRevalidation } from "~/ui/live/use-live.ts";

/** What no event announces is asked for again so often. */
const calmMs = 10_000;
const againMs = 2_000;

/**
 * Follows the round, and asks for the page's data again when it has changed, and now and then all the same: again and
 * again while the page is behind.
 */
export function useLiveTable(
  slug: string,
  loaded: RoundPicture,
  panel: string | null,
): { picture: RoundPicture; connected: boolean } {
  const live = useLive<RoundPicture>(`/live/rounds/${slug}${panelQuery(panel)}`, loaded);
  const { askAnew: revalidatePage, reached } = useRevalidation();
  const behind = live.picture.revision > loaded.revision;
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") revalidatePage();
    };
    if (behind) look();
    const timer = setInterval(look, behind ? againMs : calmMs);
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

/** The tablets' heartbeats as they come, and the server's time by which they are read. */
export interface LiveTablets {
  seats: TabletsPicture;
  nowMs: number;
}

/** Follows the tablets of the round. */
export function useLiveTablets(slug: string, { seats, at }: Pick<TabletsPart, "seats" | "at">): LiveTablets {
  const { picture, offsetMs } = useLive<TabletsPicture>(`/live/rounds/${slug}/tablets`, seats);
  return { seats: picture, nowMs: useServerTime(at, offsetMs) };
}

/** The server's time in milliseconds, once a second; at first as the page was made. */
function useServerTime(firstMs: number, offsetMs: number): number {
  const [nowMs, setNow] = useState(firstMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + offsetMs), 1000);
    return () => clearInterval(timer);
  }, [offsetMs]);
  return nowMs;
}
