import { setTimeout as wait } from "node:timers/promises";
import { connect } from "../../db/client.ts";
import type { Fault } from "./faults.ts";
import {
  findWrongs,
  type HeatSize,
  type JudgedSheet,
  makeChaosHeat,
  scoreHeat,
  untilItWorks,
  wrongStandings,
  wrongTrail,
} from "./heat.ts";
import { watchOutages } from "./outages.ts";
import type { Stage } from "./stage.ts";

interface Run {
  stage: Stage;
  faults: readonly Fault[];
  /** How often each is to come. */
  times: number;
  /** How long lasts what lasts. */
  seconds: number;
  size: HeatSize;
  /** Goes on with heats until then, however often the faults have come: for a soak. */
  until?: number;
}

/** A server is replaced within a minute. */
const missesAtMost = 60;

export interface Outcome {
  wrongs: string[];
  lines: string[];
  sheets: number;
  heats: number;
}

/**
 * Scores heats over HTTP while one fault comes after the other, and holds what was acknowledged against the database: sheets,
 * their audit entries, standings, the trail's seals, and everybody's sessions.
 */
export async function runChaos({ stage, faults, times, seconds, size, until = 0 }: Run): Promise<Outcome> {
  const { instances, environment } = stage;
  const urls = instances.map(({ url }) => url);
  const possible = faults.filter((fault) => !fault.lacking(stage));
  const happened = new Map(possible.map((fault) => [fault, 0]));
  const isDone = () => [...happened.values()].every((count) => count >= times) && Date.now() >= until;
  const outages = watchOutages(urls);
  const failed = new AbortController();
  const heats: { heat: Awaited<ReturnType<typeof makeChaosHeat>>; sheets: JudgedSheet[] }[] = [];
  const given = { baseUrl: urls[0] ?? "", secret: environment.AUTH_SECRET ?? "", size };

  const doFaults = async () => {
    let missed = 0;
    while (!isDone() && !failed.signal.aborted) {
      const [next] = [...happened].toSorted(([, one], [, other]) => one - other);
      if (!next || Date.now() < until) await wait(200);
      if (!next) continue;
      const [fault, count] = next;
      const hit = await fault.run(stage, (url) => outages.happened(fault.name, url), seconds);
      if (hit) happened.set(fault, count + 1);
      missed = hit ? 0 : missed + 1;
      if (missed === missesAtMost) throw new Error(`"${fault.name}" found nothing to hit, ${missed} times on end`);
      await wait(1_500);
    }
  };
  const faulting = doFaults().catch((error: unknown) => failed.abort(error));
  const wrongs: string[] = [];
  try {
    // A heat after the other, until each fault has come often enough and the last heat is whole
    do {
      const heat = await untilItWorks(() => makeChaosHeat(stage.postgres.url(), given));
      const sheets: JudgedSheet[] = [];
      heats.push({ heat, sheets });
      if (heat.cookies[0]) outages.signIn(heat.cookies[0]);
      await scoreHeat(heat, urls, {
        signal: failed.signal,
        taken: (sheet) => void sheets.push(sheet),
        pauseMs: size.pauseMs,
      });
    } while (!isDone());
  } finally {
    await faulting;
    await outages.stop();
  }
  failed.signal.throwIfAborted();
  const database = connect(stage.postgres.url(), { max: 2 });
  for (const { heat, sheets } of heats) {
    wrongs.push(...(await findWrongs(database, heat.round.id, sheets)));
    wrongs.push(...(await wrongStandings(database, heat.round.id, sheets)));
    for (const url of urls) {
      for (const [path, cookie] of [["/organize", heat.staffCookie], ...heat.cookies.map((each) => ["/judge", each])]) {
        const { status } = await untilItWorks(() =>
          fetch(url + path, {
            headers: { cookie: cookie ?? "" },
            redirect: "manual",
            signal: AbortSignal.timeout(10_000),
          }),
        );
        if (status !== 200) wrongs.push(`who was signed in is answered ${status} at ${path}`);
      }
    }
  }
  await database.end();
  const trail = await wrongTrail({ ...environment, DATA_DIR: `${stage.folder}/data` });
  wrongs.push(...trail.wrongs);
  const all = heats.flatMap(({ sheets }) => sheets);
  const again = all.filter(({ tries }) => tries > 1).length;
  const left = faults
    .filter((fault) => fault.lacking(stage))
    .map((fault) => `not done: ${fault.name}${fault.lacking(stage)}`);
  const lines = [
    ...outages.lines(),
    ...left,
    `audit verify: ${trail.said}`,
    `acknowledged: ${all.length} sheets in ${heats.length} heats, ${again} of them sent more than once`,
  ];
  return { wrongs, lines, sheets: all.length, heats: heats.length };
}
