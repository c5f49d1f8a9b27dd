import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import type postgres from "postgres";
import { type Auth, createAuth } from "../../app/services/auth/auth.ts";
import type { Database } from "../../db/client.ts";
import { makeEdition, makeHeat } from "../../db/seed/factories/heats.ts";
import { byHands, cookieOf, hands, post } from "./judges.ts";
import { compare, percent, type Rate } from "./measure.ts";

type Heat = Awaited<ReturnType<typeof makeHeat>>;

const sheetsABatch = 420;
/** A judge hands in one sheet at a time: there are as many as hands, and a panel's seven. */
const judgesFor = (count: number) => (count > 7 ? 28 : 7);

/**
 * A batch of sheets handed in over HTTP, as the judges' tablets do it and as the page's form does without script, each
 * against the same rows written by a bare postgres.js transaction loop; by one, four and sixteen hands at a time.
 */
export async function benchSubmissions(database: Database, url: string, secret: string): Promise<string> {
  const auth = createAuth({ db: database.db, baseUrl: url, secret });
  const { edition } = await makeEdition(database.db, { slug: `load-${randomUUID().slice(0, 8)}` });
  const pairs = 5;
  const heatsFor = (count: number, many: number) => {
    const judges = judgesFor(count);
    const heat = { editionId: edition.id, judges, entries: sheetsABatch / judges };
    return Promise.all(Array.from({ length: many }, () => makeHeat(database.db, heat)));
  };
  const [tablets, forms, bareRows] = await heatsFor(hands, 3);
  if (!tablets || !forms || !bareRows) throw new Error("a heat lacks");
  await throughHttp(tablets, url, auth, byTablet, hands);
  await throughHttp(forms, url, auth, byForm, hands);
  await bareLoop(bareRows, database.sql, hands);
  const against = async (what: string, way: Way, count: number) => {
    const heats = await heatsFor(count, 2 * pairs);
    const next = () => {
      const heat = heats.pop();
      if (!heat) throw new Error("no heat is left");
      return heat;
    };
    const { ours, bare, ratio, ratios } = await compare(
      () => throughHttp(next(), url, auth, way, count),
      () => bareLoop(next(), database.sql, count),
      pairs,
    );
    return [
      `sheets handed in ${what}, ${count} at a time: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms.toFixed(0)} ms)`,
      `the same rows by a bare loop: ${bare.perSecond.toFixed(0)}/s`,
      `ratio ${percent(ratio)} (aim ≥ 65 %; all: ${ratios.map(percent).join(", ")})`,
    ].join("\n");
  };
  const lines = [];
  for (const count of [1, hands, 16]) lines.push(await against("by the tablets' script", byTablet, count));
  lines.push(await against("by the page's form", byForm, hands));
  return lines.join("\n\n");
}

/** Where a sheet is sent, below its address, and what is answered to one that is taken. */
interface Way {
  path: string;
  taken: number;
}

const byTablet: Way = { path: "/send", taken: 200 };
const byForm: Way = { path: "", taken: 303 };

async function throughHttp(heat: Heat, url: string, auth: Auth, { path, taken }: Way, count: number): Promise<Rate> {
  const cookies = await Promise.all(heat.seats.map((seat) => cookieOf(auth, seat.actor.id)));
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const address = (entry: string) => `${url}/judge/${heat.round.slug}/${entry}${path}`;
  return await batch(heat, count, async ({ entry, seat }) => {
    const form = new URLSearchParams({ intent: "submit", version: "0", note: "", idempotencyKey: randomUUID() });
    for (const { key, max } of heat.criteria) form.set(`mark.${key}`, String(max / 200));
    const headers = { cookie: cookies[seat] ?? "", origin: url };
    const status = await post(agent, address(entry.key), form.toString(), headers);
    if (status !== taken) throw new Error(`${address(entry.key)} answered ${status}`);
  });
}

/** What the command writes, and nothing else: the key, the sheet with its marks, the lock, the audit entry. */
async function bareLoop(heat: Heat, sql: postgres.Sql, count: number): Promise<Rate> {
  return await batch(heat, count, async ({ entry, seat }) => {
    const judge = heat.seats[seat];
    if (!judge) throw new Error("no judge");
    const { id: roundId, editionId } = heat.round;
    await sql.begin(async (trx) => {
      const key = {
        actorId: judge.actor.id,
        key: randomUUID(),
        command: "bare",
        inputDigest: "-",
        answer: trx.json({}),
      };
      await trx`insert into idempotency_keys (actor_id, key, command, input_digest, answer)
        values (${key.actorId}, ${key.key}, ${key.command}, ${key.inputDigest}, ${key.answer})`;
      const [sheet] = await trx`insert into sheets (round_id, entry_id, judge_id)
        values (${roundId}, ${entry.id}, ${judge.id}) returning id`;
      const marks = heat.criteria.map(({ id, max, step }) => ({
        round_id: roundId,
        sheet_id: sheet?.id as number,
        criterion_id: id,
        mark: max / 2,
        max,
        step,
      }));
      await trx`insert into marks ${trx(marks)}`;
      await trx`update sheets set state = 'submitted', submitted_at = now() where id = ${sheet?.id as number}`;
      await trx`insert into audit_entries (command, actor_id, edition_id, round_id)
        values ('bare', ${judge.actor.id}, ${editionId}, ${roundId})`;
    });
  });
}

interface Piece {
  entry: Heat["entries"][number];
  seat: number;
}

async function batch(heat: Heat, count: number, write: (piece: Piece) => Promise<void>): Promise<Rate> {
  return await byHands(
    heat.entries.flatMap((entry) => heat.seats.map((_, seat) => ({ entry, seat }))),
    write,
    count,
  );
}
