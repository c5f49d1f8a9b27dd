import { useEffect, useRef, useState } from "react";

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
function follow<T>(url: string, told: Told<T>): () => void {
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
    told.connected(false);
    losses++;
    if (!over) timer = setTimeout(losses > lossesBeforePolling ? poll : listen, 1_000);
  };
  const listen = () => {
    if (typeof EventSource === "undefined") return void poll();
    source = new EventSource(url);
    alive();
    source.addEventListener("time", ({ data }) => {
      alive();
      told.time(Number(data));
    });
    source.addEventListener("gone", () => {
      stop();
      told.gone();
    });
    source.onmessage = ({ data }) => {
      alive();
      losses = 0;
      told.connected(true);
      told.picture(JSON.parse(data) as T);
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
        return told.gone();
      }
      if (response.status === 200) {
        etag = response.headers.get("ETag");
        told.picture((await response.json()) as T);
      } else if (response.status !== 304) throw new Error(String(response.status));
      told.time(Number(response.headers.get("Server-Now")));
      told.connected(true);
    } catch {
      if (over) return;
      told.connected(false);
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
