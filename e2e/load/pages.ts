import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuth } from "../../app/services/auth/auth.ts";
import type { Database } from "../../db/client.ts";
import { makeClosedHeat } from "../../db/seed/factories/finals.ts";
import { makeEdition, releaseRound } from "../../db/seed/factories/heats.ts";
import { cookieOf, startBare, submit } from "./judges.ts";
import { compare, percent, rateOf } from "./measure.ts";

const seconds = 4;

/** A heat of 500 entries and seven judges, closed. */
export async function makeBigHeat({ db }: Database) {
  const { edition } = await makeEdition(db, { slug: `load-${Date.now().toString(36)}` });
  return await makeClosedHeat(db, { editionId: edition.id, entries: 500, judges: 7 });
}

type BigHeat = Awaited<ReturnType<typeof makeBigHeat>>;

/** The public results page, anonymous, against a bare server that sends the same bytes. */
export async function benchPublicPage({ db }: Database, heat: BigHeat, url: string, barePort: number): Promise<string> {
  const round = heat.round.slug;
  await releaseRound(db, heat, "published");

  const page = `${url}/results/${round}`;
  const body = Buffer.from(await (await fetch(page, { headers: { "accept-encoding": "identity" } })).arrayBuffer());
  const folder = await mkdtemp(join(tmpdir(), "contest-load-"));
  await writeFile(join(folder, "page.html"), body);
  const bare = await startBare(barePort, ["bytes", join(folder, "page.html"), "text/html; charset=utf-8"]);
  try {
    const load = { connections: 10, seconds };
    await rateOf({ ...load, url: page, seconds: 2 });
    const {
      ours,
      bare: theirs,
      ratio,
      ratios,
    } = await compare(
      () => rateOf({ ...load, url: page }),
      () => rateOf({ ...load, url: bare.url }),
    );
    return [
      `public results page, 500 entries, ${body.length} bytes: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms} ms)`,
      `bare node:http, the same bytes: ${theirs.perSecond.toFixed(0)}/s (p99 ${theirs.p99ms} ms)`,
      `ratio ${percent(ratio)} (aim ≥ 60 %; all: ${ratios.map(percent).join(", ")})`,
    ].join("\n");
  } finally {
    await bare.stop();
    await rm(folder, { recursive: true });
  }
}

/** The organizer's live standings page, signed in, against a bare handler that runs the same query and answers JSON. */
export async function benchDeskPage(
  { db }: Database,
  heat: BigHeat,
  given: { url: string; barePort: number; databaseUrl: string; secret: string },
): Promise<string> {
  const auth = createAuth({ db, baseUrl: given.url, secret: given.secret });
  const headers = { cookie: await cookieOf(auth, heat.organizer.id) };
  const page = `${given.url}/organize/rounds/${heat.round.slug}/standings`;
  const bare = await startBare(given.barePort, ["standings", given.databaseUrl, String(heat.round.id)]);
  try {
    const load = { connections: 4, seconds };
    await rateOf({ ...load, url: page, headers, seconds: 2 });
    const {
      ours,
      bare: theirs,
      ratio,
      ratios,
    } = await compare(
      () => rateOf({ ...load, url: page, headers }),
      () => rateOf({ ...load, url: bare.url }),
    );
    return [
      `live standings page, 500 entries × 7 sheets, signed in: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms} ms)`,
      `bare node:http, the same query as JSON: ${theirs.perSecond.toFixed(0)}/s (p99 ${theirs.p99ms} ms)`,
      `ratio ${percent(ratio)} (aim ≥ 30 %, about 200/s, p99 ≤ 60 ms; all: ${ratios.map(percent).join(", ")})`,
    ].join("\n");
  } finally {
    await bare.stop();
  }
}

const everyMs = 200;

/**
 * The same page while judging goes on, a sheet every 200 ms through the judge's own form, by four who look on; beside it how
 * long the judges waited, with onlookers and without.
 */
export async function benchLivePage(
  { db }: Database,
  given: { url: string; barePort: number; databaseUrl: string; secret: string },
): Promise<string> {
  const { edition } = await makeEdition(db, { slug: `live-${Date.now().toString(36)}` });
  const heat = await makeClosedHeat(db, { editionId: edition.id, entries: 500, judges: 7, unscored: 100, open: true });
  const auth = createAuth({ db, baseUrl: given.url, secret: given.secret });
  const headers = { cookie: await cookieOf(auth, heat.organizer.id) };
  const cookies = new Map<string, string>();
  for (const { actor } of heat.seats) cookies.set(actor.id, await cookieOf(auth, actor.id));
  let handedIn = 0;
  /** Hands in sheets at their pace until `work` is done; answers how long each took, the quickest first. */
  const whileJudging = async <T>(work: () => Promise<T>) => {
    const took: number[] = [];
    const sent: Promise<void>[] = [];
    const next = async () => {
      const sheet = handedIn++;
      const begun = performance.now();
      await submit(heat, sheet % 7, given.url, cookies, 400 + Math.floor(sheet / 7));
      took.push(performance.now() - begun);
    };
    const timer = setInterval(() => void sent.push(next()), everyMs);
    const found = await work().finally(() => clearInterval(timer));
    await Promise.all(sent);
    return { found, took: took.sort((a, b) => a - b) };
  };
  const waited = (took: number[]) =>
    [0.5, 0.99].map((share) => `${(took[Math.floor(took.length * share)] ?? Number.NaN).toFixed(0)} ms`).join(", p99 ");
  const page = `${given.url}/organize/rounds/${heat.round.slug}/standings`;
  const bare = await startBare(given.barePort, ["standings", given.databaseUrl, String(heat.round.id)]);
  try {
    const load = { connections: 4, seconds };
    await rateOf({ ...load, url: page, headers, seconds: 2 });
    const alone = await whileJudging(() => new Promise((done) => setTimeout(done, seconds * 1000)));
    const waits: number[] = [];
    const {
      ours,
      bare: theirs,
      ratio,
      ratios,
    } = await compare(
      async () => {
        const { found, took } = await whileJudging(() => rateOf({ ...load, url: page, headers }));
        waits.push(...took);
        return found;
      },
      async () => (await whileJudging(() => rateOf({ ...load, url: bare.url }))).found,
    );
    return [
      `live standings page, 500 entries × 7 sheets, a new sheet every ${everyMs} ms: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms} ms)`,
      `bare node:http, the same query as JSON, as many sheets: ${theirs.perSecond.toFixed(0)}/s (p99 ${theirs.p99ms} ms)`,
      `ratio ${percent(ratio)} (all: ${ratios.map(percent).join(", ")})`,
      `judges waited p50 ${waited(waits.sort((a, b) => a - b))} meanwhile; with nobody looking on p50 ${waited(alone.took)}`,
    ].join("\n");
  } finally {
    await bare.stop();
  }
}
