import { useNavigation, useRevalidator } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";

const patienceMs = 3_000;

/**
 * How a page asks for its data anew, where the server can be reached: a lost network leaves the page standing as it is. One a
 * page, for asking breaks off an answer that is under way: what is wanted meanwhile is asked for after it.
 */
export function useAskAnew(): () => void {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const idle = state === "idle" && navigation.state === "idle";
  const now = useRef({ idle, looking: false, wanted: false });
  const ask = useCallback(async () => {
    const { current } = now;
    current.wanted = true;
    if (current.looking || !current.idle) return;
    current.looking = true;
    const up = await reachable();
    current.looking = false;
    if (!current.idle) return;
    current.wanted = false;
    if (!up) return;
    current.idle = false;
    revalidate();
  }, [revalidate]);
  useEffect(() => {
    now.current.idle = idle;
    if (idle && now.current.wanted) void ask();
  }, [idle, ask]);
  return ask;
}

async function reachable(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { signal: AbortSignal.timeout(patienceMs), cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
