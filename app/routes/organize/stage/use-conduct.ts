import { useEffect, useRef, useState } from "react";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import type { ConductPicture } from "~/services/live/conduct-picture.ts";
import { useLive } from "~/ui/live/use-live.ts";
import { newKey } from "~/ui/new-key.ts";
import type { StepAnswer } from "./step.ts";

export type StepError = Extract<StepAnswer, { ok: false }>["error"];

/** Words typed or chosen beside a step, as read-step.ts reads them. */
type Beside = Record<string, string>;

interface Waiting {
  step: ConductStep;
  beside: Beside;
  key: string;
}

const retryMs = 1_000;

/**
 * The conductor's picture, live, and the way to take steps: one after the other, each upon the picture that the one before
 * left. Where the network is gone a step is sent again, under the same key, until it arrives; what was pressed meanwhile
 * waits behind it. A refusal lets what waits go, for it was meant for another picture.
 */
export function useConduct(slug: string, first: ConductPicture, refused: StepError | null) {
  const live = useLive(`/live/rounds/${slug}`, first, () => window.location.reload());
  const [answered, setAnswered] = useState(first);
  const [error, setError] = useState(refused);
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState(false);
  const picture = [live.picture, answered].reduce((a, b) => (isNewer(b, a) ? b : a), first);
  const seen = useRef(0);
  seen.current = Math.max(seen.current, picture.conduct.seq);
  const queue = useRef<Waiting[]>([]);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);

  const work = async () => {
    for (let next = queue.current[0]; next && !left.current; next = queue.current[0]) {
      const answer = await arrive(slug, next, { after: seen.current, lost: setLost, left });
      if (!answer) return;
      setLost(false);
      if (answer.picture) setAnswered(answer.picture);
      if (answer.ok) seen.current = Math.max(seen.current, answer.value.seq);
      setError(answer.ok ? null : answer.error);
      queue.current = answer.ok ? queue.current.slice(1) : [];
    }
    setBusy(false);
  };
  const take = (step: ConductStep, beside: Beside = {}) => {
    setError(null);
    // A second press of what is under way already means the same; more time may be meant twice
    const same = JSON.stringify(step);
    if (step.type !== "add-time" && queue.current.some((each) => JSON.stringify(each.step) === same)) return;
    queue.current.push({ step, beside, key: newKey() });
    setBusy(true);
    if (queue.current.length === 1) void work();
  };
  return { picture, take, error, connected: live.connected && !lost, offsetMs: live.offsetMs, busy };
}

function isNewer(a: ConductPicture, b: ConductPicture): boolean {
  return a.revision > b.revision || (a.revision === b.revision && a.conduct.seq > b.conduct.seq);
}

type Landed = StepAnswer & { picture?: ConductPicture | null };

/** Sends the step until it is answered; null when the page was left before. */
async function arrive(
  slug: string,
  { step, beside, key }: Waiting,
  told: { after: number; lost: (lost: boolean) => void; left: { current: boolean } },
): Promise<Landed | null> {
  const after = String(told.after);
  const body = new URLSearchParams({ ...beside, step: JSON.stringify(step), after, idempotencyKey: key });
  while (!told.left.current) {
    const answer = await send(`/organize/rounds/${slug}/conduct/step`, body);
    if (answer) return answer;
    told.lost(true);
    await new Promise((later) => setTimeout(later, retryMs));
  }
  return null;
}

/** The server's answer; null when none came. */
async function send(url: string, body: URLSearchParams): Promise<Landed | null> {
  try {
    const response = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(10_000) });
    if (response.status >= 500) return null;
    const json = response.headers.get("Content-Type")?.includes("json");
    return json ? ((await response.json()) as Landed) : { ok: false, error: { type: "not-found" } };
  } catch {
    return null;
  }
}
