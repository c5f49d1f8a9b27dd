import { useEffect, useRef } from "react";
import type { Outbox } from "./outbox.ts";

const everyMs = 10_000;
const soonMs = 1_000;

interface Battery {
  level: number;
  charging: boolean;
}

/**
 * Says every ten seconds that this tablet lives, and soon after the count of what it has not sent has changed: with its
 * battery, where the browser tells, and the version of the page. Calls `signedOut` when the server does not know the judge.
 */
export function useLife(round: string, { unsent, read }: Pick<Outbox, "unsent" | "read">, signedOut: () => void): void {
  const now = useRef({ unsent, signedOut });
  now.current = { unsent, signedOut };
  useEffect(() => {
    if (!read) return;
    let over = false;
    askForBattery();
    const beat = async () => {
      const status = await post(round, now.current.unsent);
      if (status === 401 && !over) now.current.signedOut();
    };
    const timer = setInterval(() => void beat(), everyMs);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [round, read]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a beat for each new count
  useEffect(() => {
    if (!read) return;
    const timer = setTimeout(() => void post(round, now.current.unsent), soonMs);
    return () => clearTimeout(timer);
  }, [round, read, unsent]);
}

/** The status of the answer; null when there was none. */
async function post(round: string, unsent: number): Promise<number | null> {
  const body = new FormData();
  body.set("unsent", String(unsent));
  body.set("version", window.__remixManifest?.version ?? "");
  if (battery) {
    body.set("battery", String(Math.round(battery.level * 100)));
    body.set("charging", String(battery.charging));
  }
  try {
    const signal = AbortSignal.timeout(everyMs);
    return (await fetch(`/judge/${encodeURIComponent(round)}/beat`, { method: "POST", body, signal })).status;
  } catch {
    return null;
  }
}

/** As the browser shows it, which keeps it up to date; null until it has answered, if it ever does. */
let battery: Battery | null = null;
let asked = false;

/** Only some browsers tell, and one that means to may never answer: no sign of life waits for it. */
function askForBattery(): void {
  if (asked) return;
  asked = true;
  const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<Battery> };
  getBattery?.call(navigator).then(
    (told) => {
      battery = told;
    },
    () => {},
  );
}
