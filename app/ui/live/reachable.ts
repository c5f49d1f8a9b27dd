const patienceMs = 3_000;

/** Whether the server answers now. Browser only. */
export async function isReachable(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { signal: AbortSignal.timeout(patienceMs), cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
