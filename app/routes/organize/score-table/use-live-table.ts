import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

const everyMs = 4_000;

/**
 * Asks for the page's data again every few seconds while it is being looked at. Answers false while the server cannot be
 * reached: it is asked first, so that a lost network leaves the table standing instead of an error page.
 */
export function useLiveTable(on: boolean): boolean {
  const [connected, setConnected] = useState(true);
  const { revalidate, state } = useRevalidator();
  const idle = useRef(true);
  idle.current = state === "idle";
  useEffect(() => {
    if (!on) return;
    let over = false;
    const look = async () => {
      if (document.visibilityState !== "visible" || !idle.current) return;
      const up = await reachable();
      if (over) return;
      setConnected(up);
      if (up) revalidate();
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      over = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [on, revalidate]);
  return connected;
}

async function reachable(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { signal: AbortSignal.timeout(everyMs) })).ok;
  } catch {
    return false;
  }
}
