import { useMatches, useNavigation, useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useRef, useState } from "react";

const patienceMs = 3_000;

/** Whether the server answers now. Browser only. */
export async function isReachable(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { signal: AbortSignal.timeout(patienceMs), cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** An answer of which nothing was seen for so long is waited for no more. */
const unseenMs = 5_000;

/**
 * How a page asks for its data again, and whether the server could be reached when it did: a lost network leaves the page
 * standing as it is. One a page, for asking breaks off an answer that is under way: what is wanted meanwhile is asked for
 * after it.
 */
export function useRevalidation(): { askAnew: () => void; reached: boolean } {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const matches = useMatches();
  const [reached, setReached] = useState(true);
  const idle = state === "idle" && navigation.state === "idle";
  const now = useRef({ idle, looking: false, wanted: false, askedAt: 0, left: false, timer: 0 });
  const revalidatePage = useCallback(async () => {
    const { current } = now;
    current.wanted = true;
    if (current.left || current.looking || !current.idle) return;
    const unseen = current.askedAt + unseenMs - performance.now();
    if (current.askedAt > 0 && unseen > 0) {
      window.clearTimeout(current.timer);
      current.timer = window.setTimeout(revalidatePage, unseen);
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
    if (current.wanted) void revalidatePage();
  }, [idle, matches, revalidatePage]);
  useEffect(() => {
    const { current } = now;
    current.left = false;
    return () => {
      current.left = true;
      window.clearTimeout(current.timer);
    };
  }, []);
  return { askAnew: revalidatePage, reached };
}

export interface Live<T> {
  /** The newest picture; what was given at first until one comes. */
  picture: T;
  /** False while changes may go unseen: the picture is then the last good one. */
  connected: boolean;
  /** The server's clock less this device's, in milliseconds. */
  offsetMs: number;
}

const silenceMs = 35_000;
/** Of so many beats of the server's clock the quickest counts. */
const beatsThatCount = 8;
const pollMs = 2_000;
const lossesBeforePolling = 3;
const pollsBeforeListening = 15;

/**
 * Follows a live address: by its event stream, which comes back by itself and begins with the whole picture; where no
 * stream gets through (a proxy that holds it back) by asking every two seconds. `gone` is called when the server says
 * that there is nothing to follow any more.
 */
export function useLive<T>(url: string, first: T, gone?: () => void): Live<T> {
  const [picture, setPicture] = useState(first);
  const [connected, setConnected] = useState(true);
  const [offsetMs, setOffset] = useState(0);
  const left = useRef(gone);
  left.current = gone;
  useEffect(() => {
    const last: number[] = [];
    return follow<T>(url, {
      picture: setPicture,
      connected: setConnected,
      time: (serverMs) => {
        // What was longest on its way says least of the server's clock; and the device's own may be set meanwhile
        last.push(serverMs - Date.now());
        setOffset(Math.max(...last.splice(0, last.length, ...last.slice(-beatsThatCount))));
      },
      gone: () => {
        setConnected(false);
        left.current?.();
      },
    });
  }, [url]);
  return { picture, connected, offsetMs };
}

interface Told<T> {
  picture: (picture: T) => void;
  connected: (connected: boolean) => void;
  time: (serverMs: number) => void;
  gone: () => void;
}

/** Answers how to stop. */
function follow<T>(url: string, listener: Told<T>): () => void {
  let source: EventSource | undefined;
  let losses = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let etag: string | null = null;
  let over = false;

  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(lose, silenceMs);
  };
  const lose = () => {
    source?.close();
    clearTimeout(silence);
    listener.connected(false);
    losses++;
    if (!over) timer = setTimeout(losses > lossesBeforePolling ? poll : listen, 1_000);
  };
  const listen = () => {
    if (typeof EventSource === "undefined") return void poll();
    source = new EventSource(url);
    alive();
    source.addEventListener("time", ({ data }) => {
      alive();
      listener.time(Number(data));
    });
    source.addEventListener("gone", () => {
      stop();
      listener.gone();
    });
    source.onmessage = ({ data }) => {
      alive();
      losses = 0;
      listener.connected(true);
      listener.picture(JSON.parse(data) as T);
    };
    source.onerror = lose;
  };
  const poll = async () => {
    try {
      const headers: HeadersInit = etag ? { "If-None-Match": etag } : {};
      const response = await fetch(url, { headers, cache: "no-store", signal: AbortSignal.timeout(10_000) });
      if (over) return;
      if (response.status === 404) {
        stop();
        return listener.gone();
      }
      if (response.status === 200) {
        etag = response.headers.get("ETag");
        listener.picture((await response.json()) as T);
      } else if (response.status !== 304) throw new Error(String(response.status));
      listener.time(Number(response.headers.get("Server-Now")));
      listener.connected(true);
    } catch {
      if (over) return;
      listener.connected(false);
    }
    // A stream may get through again
    losses = losses > lossesBeforePolling + pollsBeforeListening ? 0 : losses + 1;
    timer = setTimeout(losses === 0 ? listen : poll, pollMs);
  };
  const stop = () => {
    over = true;
    source?.close();
    clearTimeout(timer);
    clearTimeout(silence);
  };
  listen();
  return stop;
}

/** Asks for the page's data again whenever something of the round has changed. Answers false while changes may go unseen. */
export function useNews(round: string): boolean {
  const { picture, connected } = useLive<{ revision: number } | null>(`/live/rounds/${round}`, null);
  const { askAnew: revalidatePage, reached } = useRevalidation();
  const seen = useRef<number | null>(null);
  const revision = picture?.revision ?? null;
  useEffect(() => {
    if (revision === null) return;
    // The first picture says no more than the page itself
    if (seen.current !== null && seen.current !== revision) revalidatePage();
    seen.current = revision;
  }, [revision, revalidatePage]);
  return connected && reached;
}
