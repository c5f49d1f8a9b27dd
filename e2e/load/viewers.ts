import { randomUUID } from "node:crypto";
import { type ClientRequest, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { takeStep } from "../../app/commands/stage/take-step.ts";
import type { Database } from "../../db/client.ts";
import { makeHeat } from "../../db/seed/factories/heats.ts";
import { startBare } from "./judges.ts";

const viewers = 1_000;
const acts = 40;
const pauseMs = 250;

interface Latency {
  p50: number;
  p99: number;
  worst: number;
}

/**
 * From the conductor's act to the screens of a thousand viewers of one stage, over event streams on loopback; against a bare
 * node:http server that listens to the same kind of notification and writes the same bytes. The clock starts before the
 * act, whose own transaction is in the figure.
 */
export async function benchViewers(database: Database, url: string, given: { barePort: number; databaseUrl: string }) {
  const { round, scorer } = await makeHeat(database.db, { judges: 7, entries: 20 });
  const { stageKey } = await database.db
    .selectFrom("rounds")
    .select("stageKey")
    .where("id", "=", round.id)
    .executeTakeFirstOrThrow();
  let seq = 0;
  const ours = await fanOut(`${url}/live/stage/${stageKey}`, async (text) => {
    const step = { type: "show", screen: { name: "message", text } };
    const taken = await takeStep({ db: database.db, actor: scorer }, { round: round.slug, after: seq++, step });
    if (!taken.ok) throw new Error(taken.error.type);
  });
  const bytes = await (await fetch(`${url}/live/stage/${stageKey}`)).text();
  const server = await startBare(given.barePort, ["viewers", given.databaseUrl, String(bytes.length)]);
  try {
    const bare = await fanOut(server.url, async (text) => {
      await database.sql`select pg_notify('bare_viewers', ${text})`;
    });
    return [
      `${viewers} viewers, ${acts} acts, ${bytes.length} bytes each: from the act to the screen ${words(ours)} (aim p99 ≤ 100 ms)`,
      `bare node:http, the same bytes at a bare notification: ${words(bare)}`,
      `ratio of the p99s ${(ours.p99 / bare.p99).toFixed(1)}`,
    ].join("\n");
  } finally {
    await server.stop();
  }
}

function words({ p50, p99, worst }: Latency): string {
  return `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`;
}

/** Lets everybody follow, acts again and again, and tells how long each viewer waited for each act. */
async function fanOut(url: string, act: (text: string) => Promise<void>): Promise<Latency> {
  const waits: number[] = [];
  let text = "";
  let began = 0;
  const following: ClientRequest[] = [];
  let there = 0;
  for (let viewer = 0; viewer < viewers; viewer++) {
    following.push(
      follow(url, {
        begun: () => there++,
        event: (data) => {
          if (text !== "" && data.includes(text)) waits.push(performance.now() - began);
        },
      }),
    );
    if (viewer % 50 === 49) await until(() => there >= viewer - 20);
  }
  await until(() => there === viewers);
  for (let number = 0; number < acts; number++) {
    text = `act ${randomUUID()}`;
    began = performance.now();
    await act(text);
    await until(() => waits.length === (number + 1) * viewers);
    await wait(pauseMs);
  }
  for (const each of following) each.destroy();
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.floor((waits.length - 1) * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), worst: at(1) };
}

function follow(url: string, heard: { begun: () => void; event: (data: string) => void }): ClientRequest {
  const asked = request(url, { headers: { accept: "text/event-stream" } }, (answer) => {
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    heard.begun();
    let rest = "";
    answer.setEncoding("utf8").on("data", (chunk: string) => {
      const events = (rest + chunk).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) if (event.startsWith("data:")) heard.event(event);
    });
    answer.on("error", () => {});
  });
  asked.on("error", () => {});
  asked.end();
  return asked;
}

/** Gives up after half a minute: a viewer who never hears of an act is a failure, not a slow one. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error("not every viewer was reached");
    await wait(2);
  }
}
