const patienceMs = 3_000;

/** Asks for the page's data anew, where the server can be reached: a lost network leaves the page standing as it is. */
export async function askAnew(revalidate: () => void): Promise<void> {
  try {
    const { ok } = await fetch("/api/health", { signal: AbortSignal.timeout(patienceMs), cache: "no-store" });
    if (ok) revalidate();
  } catch {}
}
