import { useEffect, useRef, useState } from "react";
import { type ConductStep, refusalOfConductStep } from "~/rules/stage/conduct.ts";
import { nextToCall } from "~/rules/stage/conduct-next.ts";
import type { ConductPicture } from "~/services/live/stage-picture.ts";
import { panelQuery } from "~/ui/live/panel-query.ts";
import { useLive } from "~/ui/live/use-live.ts";
import { newKey } from "~/ui/new-key.ts";
import type { StepAnswer } from "./step.ts";

/** The acts that have a key of their own, in the order of the legend; the key as `KeyboardEvent.key` names it. */
export const keys = {
  toggle: " ",
  defence: "d",
  open: "o",
  next: "n",
  undo: "z",
  plus30: "+",
  minus30: "-",
  plus60: "]",
  minus60: "[",
  presenting: "p",
  waiting: "w",
  score: "s",
  scoreboard: "b",
  turn: "t",
  reveal: "r",
  forward: "ArrowRight",
  back: "ArrowLeft",
} as const;
export type ConductAct = keyof typeof keys;

/** The step that each act means in this picture; null where it means none. */
export function actsOf(picture: ConductPicture): Record<ConductAct, ConductStep | null> {
  const { conduct, entries } = picture;
  const { clock, onStage, screen, last } = conduct;
  const next = nextToCall(entries, conduct);
  const add = (seconds: number): ConductStep => ({ type: "add-time", seconds });
  const reveal = (step: number): ConductStep => ({ type: "show", screen: { name: "reveal", step } });
  const lastCue = (picture.cues?.length ?? 0) - 1;
  const at = screen.name === "reveal" ? screen.step : null;
  // Once the round is closed nobody pitches any more
  const goesOn = picture.state !== "closed";
  return {
    toggle: goesOn ? toggleOf(clock) : null,
    defence: goesOn ? { type: "start", phase: "defence" } : null,
    open: onStage === null || !goesOn ? null : { type: "open-scoring", entry: onStage },
    next: next && goesOn ? { type: "call", entry: next.key } : null,
    undo: last && { type: "undo", seq: last.seq },
    plus30: goesOn ? add(30) : null,
    minus30: goesOn ? add(-30) : null,
    plus60: goesOn ? add(60) : null,
    minus60: goesOn ? add(-60) : null,
    presenting: { type: "show", screen: { name: "presenting" } },
    waiting: { type: "show", screen: { name: "waiting" } },
    score: onStage === null ? null : { type: "show", screen: { name: "score", entry: onStage } },
    scoreboard: { type: "show", screen: { name: "scoreboard" } },
    turn: { type: "turn-page" },
    reveal: picture.cues && reveal(0),
    forward: at !== null && at < lastCue ? reveal(at + 1) : null,
    back: at !== null && at > 0 ? reveal(at - 1) : null,
  };
}

/** The clock's one big button: starts, pauses or resumes it. */
function toggleOf(clock: ConductPicture["conduct"]["clock"]): ConductStep {
  if (!clock) return { type: "start", phase: "pitch" };
  if (clock.runningSince !== null) return { type: "pause" };
  return clock.ranMs > 0 ? { type: "resume" } : { type: "start", phase: clock.phase };
}

/** Whether the step can be taken in this picture. */
export function isPossible(picture: ConductPicture, step: ConductStep | null): step is ConductStep {
  if (!step) return false;
  const entries = picture.entries.filter(({ out }) => !out).map(({ key }) => key);
  return refusalOfConductStep(picture.conduct, step, { ...picture, entries }) === null;
}

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
export function useConduct(
  { slug, panel }: { slug: string; panel: string | null },
  first: ConductPicture,
  refused: StepError | null,
) {
  const of = panelQuery(panel);
  const live = useLive(`/live/rounds/${slug}${of}`, first, () => window.location.reload());
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
      const answer = await arrive(`/organize/rounds/${slug}/conduct/step${of}`, next, {
        after: seen.current,
        lost: setLost,
        left,
      });
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

type ConductAnswer = StepAnswer & { picture?: ConductPicture | null };

/** Sends the step until it is answered; null when the page was left before. */
async function arrive(
  url: string,
  { step, beside, key }: Waiting,
  watch: { after: number; lost: (lost: boolean) => void; left: { current: boolean } },
): Promise<ConductAnswer | null> {
  const after = String(watch.after);
  const body = new URLSearchParams({ ...beside, step: JSON.stringify(step), after, idempotencyKey: key });
  while (!watch.left.current) {
    const answer = await send(url, body);
    if (answer) return answer;
    watch.lost(true);
    await new Promise((later) => setTimeout(later, retryMs));
  }
  return null;
}

/** The server's answer; null when none came. */
async function send(url: string, body: URLSearchParams): Promise<ConductAnswer | null> {
  try {
    const response = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(10_000) });
    if (response.status >= 500) return null;
    const json = response.headers.get("Content-Type")?.includes("json");
    return json ? ((await response.json()) as ConductAnswer) : { ok: false, error: { type: "not-found" } };
  } catch {
    return null;
  }
}
