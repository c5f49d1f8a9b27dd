import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { takeStep } from "../../app/commands/stage/take-step.ts";
import { connect } from "../../db/client.ts";
import { residentOf } from "../processes.ts";
import { findWrongs, type HeatSize, type JudgedSheet, makeChaosHeat, scoreHeat } from "./heat.ts";
import type { Outcome } from "./run.ts";
import type { Stage } from "./stage.ts";

/** What the readers are told, once. */
export interface ReadersOrder {
  urls: string[];
  path: string;
  count: number;
}

/** What they tell: open and lost in all, and what was heard since they last told: which act, and after how many milliseconds. */
export interface Heard {
  open: number;
  lost: number;
  waits: [act: number, ms: number][];
}

const patienceMs = 60_000;

/**
 * So many screens follow a stage at both instances while its judges hand in their sheets, after a heat of the same size that
 * nobody follows. Each act of the conductor, one after the other as long as sheets go in, must come to every one of them.
 */
export async function runStreams(stage: Stage, count: number, size: HeatSize): Promise<Outcome> {
  const { instances, environment, postgres } = stage;
  const urls = instances.map(({ url }) => url);
  const given = { baseUrl: urls[0] ?? "", secret: environment.AUTH_SECRET ?? "", size };
  const database = connect(postgres.url(), { max: 2 });
  const wrongs: string[] = [];
  const memory: string[] = [];
  const noteMemory = async (when: string) => {
    const held = await Promise.all(instances.map(async (each) => Promise.all((await each.servers()).map(residentOf))));
    memory.push(`${when} ${held.flatMap((each) => each.map((mb) => mb.toFixed(0))).join(", ")}`);
  };
  const score = async (heat: Awaited<ReturnType<typeof makeChaosHeat>>) => {
    const sheets: JudgedSheet[] = [];
    const taken = (sheet: JudgedSheet) => void sheets.push(sheet);
    await scoreHeat(heat, urls, { signal: AbortSignal.timeout(600_000), taken, pauseMs: size.pauseMs });
    wrongs.push(...(await findWrongs(database, heat.round.id, sheets)));
    return sheets;
  };
  let readers: ChildProcess | undefined;
  try {
    await noteMemory("at first");
    const unfollowed = await score(await makeChaosHeat(postgres.url(), given));
    await noteMemory("after a heat that nobody follows");
    const heat = await makeChaosHeat(postgres.url(), given);
    const { stageKey } = await database.db
      .selectFrom("rounds")
      .select("stageKey")
      .where("id", "=", heat.round.id)
      .executeTakeFirstOrThrow();

    const heard: Heard = { open: 0, lost: 0, waits: [] };
    const heardOf = new Map<number, number>();
    readers = fork(fileURLToPath(new URL("stream-readers.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
    readers.on("message", ({ open, lost, waits }: Heard) => {
      Object.assign(heard, { open, lost });
      heard.waits.push(...waits);
      for (const [act] of waits) heardOf.set(act, (heardOf.get(act) ?? 0) + 1);
    });
    const opening = performance.now();
    readers.send({ urls, path: `/live/stage/${stageKey}`, count } satisfies ReadersOrder);
    await untilTrue(() => heard.open + heard.lost >= count);
    const opened = performance.now() - opening;
    if (heard.open < count) wrongs.push(`${heard.open} of ${count} streams could be opened`);
    await noteMemory(`with ${heard.open} streams`);

    let isScored = false;
    let acts = 0;
    const scoring = score(heat).finally(() => {
      isScored = true;
    });
    scoring.catch(() => {});
    const follow = async () => {
      for (; !isScored || acts === 0; acts++) {
        const began = Math.round(performance.timeOrigin + performance.now());
        const step = { type: "show", screen: { name: "message", text: `act ${acts} of ${began}!` } };
        const taken = await takeStep(
          { db: database.db, actor: heat.scorer },
          { round: heat.round.slug, after: acts, step },
        );
        if (!taken.ok) throw new Error(`a step was refused: ${taken.error.type}`);
        await untilTrue(() => (heardOf.get(acts) ?? 0) >= count - heard.lost);
        const reached = heardOf.get(acts) ?? 0;
        if (reached < count) wrongs.push(`act ${acts} came to ${reached} of ${count} streams`);
        await wait(250);
      }
    };
    await follow();
    const followed = await scoring;
    await noteMemory("at the end");
    if (heard.lost > 0) wrongs.push(`${heard.lost} streams were lost`);
    const lines = [
      `${count} streams at ${urls.length} instances, opened in ${(opened / 1000).toFixed(1)} s, ${heard.lost} lost`,
      `${acts} acts: from the act to the screen ${words(heard.waits.map(([, ms]) => ms))}`,
      `sheets while nobody follows (${unfollowed.length}): ${words(unfollowed.map(({ took }) => took))}`,
      `sheets while all follow (${followed.length}): ${words(followed.map(({ took }) => took))}`,
      ...memory.map((each) => `memory of the processes that serve, in MB, ${each}`),
    ];
    return { wrongs, lines, sheets: unfollowed.length + followed.length, heats: 2 };
  } finally {
    readers?.disconnect();
    await database.end();
  }
}

function words(waits: number[]): string {
  const sorted = waits.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms`;
}

/** Goes on after a minute in any case: what is lacking then is counted as wrong. */
async function untilTrue(is: () => boolean): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!is() && performance.now() < end) await wait(5);
}
