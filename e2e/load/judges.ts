import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:http";
import type postgres from "postgres";
import { type Auth, createAuth } from "../../app/services/auth/auth.ts";
import { signInAs } from "../../app/services/auth/sign-in.ts";
import type { Database } from "../../db/client.ts";
import { makeEdition, makeHeat } from "../../db/seed/factories/heats.ts";
import { startArguments } from "../product.ts";
import { compare, percent, type Rate } from "./measure.ts";

/** How many write at a time. */
export const hands = 4;

/** The answer's status. Plain node:http, as the load generator shares the machine with what it measures. */
export function post(agent: Agent, url: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    const length = Buffer.byteLength(body);
    const form = { ...headers, "content-type": "application/x-www-form-urlencoded", "content-length": length };
    const asked = request(url, { agent, method: "POST", headers: form }, (answer) => {
      answer.resume();
      answer.once("end", () => done(answer.statusCode ?? 0));
    });
    asked.once("error", fail);
    asked.end(body);
  });
}

/** Writes every piece, by four hands at a time unless told, and tells how fast. */
export async function byHands<Piece>(
  pieces: Piece[],
  write: (piece: Piece) => Promise<void>,
  count = hands,
): Promise<Rate> {
  const left = [...pieces];
  const took: number[] = [];
  const started = performance.now();
  const hand = async () => {
    for (let piece = left.pop(); piece; piece = left.pop()) {
      const begun = performance.now();
      await write(piece);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: count }, hand));
  const seconds = (performance.now() - started) / 1000;
  took.sort((a, b) => a - b);
  return { perSecond: pieces.length / seconds, p99ms: took[Math.floor(took.length * 0.99)] ?? 0 };
}

type Heat = Awaited<ReturnType<typeof makeHeat>>;

const judges = 200;
const pairs = 5;

/** Two hundred judges who all press "submit" in the same moment, against the same rows by as many bare transactions at once. */
export async function benchJudgesAtOnce(database: Database, url: string, secret: string): Promise<string> {
  const { heats, cookies } = await hall(database, url, secret);
  const next = () => taken(heats.pop());
  const { ours, bare, ratio, ratios } = await compare(
    () => atOnce(next(), (heat, seat) => submit(heat, seat, url, cookies)),
    () => atOnce(next(), (heat, seat) => bareSubmit(heat, seat, database.sql)),
    pairs,
  );
  return [
    `${judges} judges submitting at once through HTTP: all in after ${seconds(ours)}, p99 ${ours.p99ms.toFixed(0)} ms`,
    `the same rows by ${judges} bare transactions at once: all in after ${seconds(bare)}`,
    `ratio ${percent(ratio)} (all: ${ratios.map(percent).join(", ")})`,
  ].join("\n");
}

/** Drafts saved while judges write, by two hundred tablets at once, against a bare upsert of the same rows. */
export async function benchAutosave(database: Database, url: string, secret: string): Promise<string> {
  const { heats, cookies } = await hall(database, url, secret);
  const next = () => taken(heats.pop());
  const { ours, bare, ratio, ratios } = await compare(
    () => atOnce(next(), (heat, seat) => save(heat, seat, url, cookies)),
    () => atOnce(next(), (heat, seat) => bareSave(heat, seat, database.sql)),
    pairs,
  );
  return [
    `drafts saved through HTTP: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms.toFixed(0)} ms), ${judges} at once`,
    `the same rows by bare transactions: ${bare.perSecond.toFixed(0)}/s`,
    `ratio ${percent(ratio)} (all: ${ratios.map(percent).join(", ")})`,
  ].join("\n");
}

/** Heats of one project each, with the same number of judges in each, and everybody's session. */
async function hall(database: Database, url: string, secret: string) {
  const auth: Auth = createAuth({ db: database.db, baseUrl: url, secret });
  const { edition } = await makeEdition(database.db, { slug: `hall-${randomUUID().slice(0, 8)}` });
  const heats: Heat[] = [];
  for (let number = 0; number < 2 * pairs; number++)
    heats.push(await makeHeat(database.db, { editionId: edition.id, judges, entries: 1 }));
  const cookies = new Map<string, string>();
  for (const { actor } of heats.flatMap(({ seats }) => seats)) cookies.set(actor.id, await cookieOf(auth, actor.id));
  return { heats, cookies };
}

async function atOnce(heat: Heat, act: (heat: Heat, seat: number) => Promise<void>): Promise<Rate> {
  const took: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: judges }, async (_, seat) => {
      const begun = performance.now();
      await act(heat, seat);
      took.push(performance.now() - begun);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  took.sort((a, b) => a - b);
  return { perSecond: judges / seconds, p99ms: took[Math.floor(took.length * 0.99)] ?? 0 };
}

function seconds({ perSecond }: Rate): string {
  return `${(judges / perSecond).toFixed(2)} s`;
}

const agent = new Agent({ keepAlive: true, maxSockets: judges });

/** Hands a seat's sheet in, as the tablets' script does. */
export async function submit(
  heat: Heat,
  seat: number,
  url: string,
  cookies: Map<string, string>,
  entry = 0,
): Promise<void> {
  const form = { intent: "submit", version: "0", note: "", idempotencyKey: randomUUID() };
  await send(heat, seat, url, cookies, { form, path: "/send", wanted: 200, entry });
}

async function save(heat: Heat, seat: number, url: string, cookies: Map<string, string>): Promise<void> {
  await send(heat, seat, url, cookies, { form: { version: "0", note: "" }, path: "/draft", wanted: 200 });
}

/** The seat's sheet of the heat's first entry, or of that one. */
async function send(
  heat: Heat,
  seat: number,
  url: string,
  cookies: Map<string, string>,
  given: { form: Record<string, string>; path: string; wanted: number; entry?: number },
): Promise<void> {
  const body = new URLSearchParams(given.form);
  for (const { key, max } of heat.criteria) body.set(`mark.${key}`, String(max / 200));
  const headers = { cookie: cookies.get(taken(heat.seats[seat]).actor.id) ?? "", origin: url };
  const address = `${url}/judge/${heat.round.slug}/${taken(heat.entries[given.entry ?? 0]).key}${given.path}`;
  const status = await post(agent, address, body.toString(), headers);
  if (status !== given.wanted) throw new Error(`${address} answered ${status}`);
}

async function bareSubmit(heat: Heat, seat: number, sql: postgres.Sql): Promise<void> {
  await sql.begin(async (trx) => {
    const sheet = await bareSheet(heat, seat, trx, "submit");
    await trx`update sheets set state = 'submitted', submitted_at = now() where id = ${sheet}`;
    await trx`insert into idempotency_keys (actor_id, key, command, input_digest, answer)
      values (${taken(heat.seats[seat]).actor.id}, ${randomUUID()}, 'bare', '-', ${trx.json({})})`;
  });
}

async function bareSave(heat: Heat, seat: number, sql: postgres.Sql): Promise<void> {
  await sql.begin(async (trx) => {
    await bareSheet(heat, seat, trx, "save");
  });
}

/** The sheet with its marks, and the audit entry. Answers the sheet's id. */
async function bareSheet(heat: Heat, seat: number, trx: postgres.TransactionSql, what: string): Promise<number> {
  const { id: roundId, editionId } = heat.round;
  const judge = taken(heat.seats[seat]);
  const [sheet] = await trx`insert into sheets (round_id, entry_id, judge_id)
    values (${roundId}, ${taken(heat.entries[0]).id}, ${judge.id}) returning id`;
  const id = taken(sheet).id as number;
  const marks = heat.criteria.map((criterion) => ({
    round_id: roundId,
    sheet_id: id,
    criterion_id: criterion.id,
    mark: criterion.max / 2,
    max: criterion.max,
    step: criterion.step,
  }));
  await trx`insert into marks ${trx(marks)}`;
  await trx`insert into audit_entries (command, actor_id, edition_id, round_id)
    values (${`bare-${what}`}, ${judge.actor.id}, ${editionId}, ${roundId})`;
  return id;
}

function taken<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("nothing is left");
  return found;
}

/** A server in a process of its own. */
export interface Served {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, on the data folder `.data/bench`. */
export async function startProduct(port: number, environment: Record<string, string> = {}): Promise<Served> {
  const child = start(startArguments, {
    PORT: String(port),
    DATA_DIR: ".data/bench",
    LOG_LEVEL: "warn",
    ...environment,
  });
  return await served(child, `http://localhost:${port}`, "/api/ready");
}

/** A bare server from this folder; its arguments say what it answers. */
export async function startBare(port: number, args: string[]): Promise<Served> {
  const child = start(["--import", "tsx", "e2e/load/bare-server.ts", String(port), ...args], {});
  return await served(child, `http://localhost:${port}`, "/");
}

function start(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function served(child: ChildProcess, url: string, path: string): Promise<Served> {
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null) throw new Error(`${url} ended with ${child.exitCode}`);
    const up = await fetch(url + path).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (tries > 1_500) throw new Error(`${url} did not come up`);
    await new Promise((done) => setTimeout(done, 200));
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** A session of that person as a Cookie header. */
export async function cookieOf(auth: Auth, userId: string): Promise<string> {
  const headers = await signInAs(auth, userId);
  return headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
}
