import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { type Listener, openListener } from "./listener.ts";

const database = testDatabase();
const soon = { timeout: 5_000 };
let listener: Listener;
const heard: string[] = [];

beforeAll(async () => {
  listener = await openListener(database.url);
  listener.add({ heard: (channel, payload) => void heard.push(`${channel} ${payload}`), waits: () => true });
});

afterAll(async () => {
  await listener.close();
});

const times = (round: number) => heard.filter((each) => each === `round_changed ${round}`).length;

/** Changes the round, in a savepoint of its own; committed when `end` is called, or undone. */
async function begin(roundId: number) {
  const gate = Promise.withResolvers<"commit" | "undo">();
  const begun = Promise.withResolvers<void>();
  const done = database.sql.begin(async (trx) => {
    await trx.savepoint((inner) => inner`insert into audit_entries (command, round_id) values ('told', ${roundId})`);
    begun.resolve();
    if ((await gate.promise) === "undo") throw new Error("undone");
  });
  await begun.promise;
  return async (how: "commit" | "undo") => {
    gate.resolve(how);
    await done.catch((error: Error) => expect(error.message).toBe("undone"));
  };
}

test("a change is heard once, after its commit, however long its transaction took and whoever overtook it", async () => {
  const rounds = [];
  for (let at = 0; at < 4; at++) rounds.push((await makeHeat(database.db, { judges: 1, entries: 1 })).round.id);
  const [slow = 0, quick = 0, undone = 0, last = 0] = rounds;
  const endSlow = await begin(slow);
  const endUndone = await begin(undone);
  const endQuick = await begin(quick);
  await endQuick("commit");
  await vi.waitFor(() => expect(times(quick)).toBe(1), soon);
  expect(times(slow)).toBe(0);
  await endUndone("undo");
  await endSlow("commit");
  await vi.waitFor(() => expect(times(slow)).toBe(1), soon);
  const endLast = await begin(last);
  await endLast("commit");
  await vi.waitFor(() => expect(times(last)).toBe(1), soon);
  expect([slow, quick, undone, last].map(times)).toEqual([1, 1, 0, 1]);
});

test("several listeners hear of the same change, a tablet's sign of life among them", async () => {
  const { round } = await makeHeat(database.db, { judges: 1, entries: 1 });
  const second: string[] = [];
  const other = await openListener(database.url);
  other.add({ heard: (channel, payload) => void second.push(`${channel} ${payload}`) });
  await database.db
    .insertInto("roundChanges")
    .values([{ round: round.id, tablets: true }])
    .execute();
  for (const each of [heard, second])
    await vi.waitFor(() => expect(each.filter((name) => name === `tablets_changed ${round.id}`)).toHaveLength(1), soon);
  await other.close();
});
