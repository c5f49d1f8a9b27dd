import { createHash } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { countCodesAmong, findHallVote } from "~db/queries/scoring/hall.ts";
import { findRule, replaceRule } from "~db/queries/standings/rules.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeHeat, makeSheet, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { castHallBallot } from "./cast-hall-ballot.ts";
import { enterPartScores } from "./enter-part-scores.ts";
import { closeHallVote, confirmHallVote, discardHallVote, openHallVote } from "./hold-hall-vote.ts";
import { makeHallCodes } from "./make-hall-codes.ts";

const database = testDatabase();
let made = 0;
const digestOf = (code: string) => createHash("sha256").update(code).digest("base64url");

/** A heat whose rule has a part of the hall, with a sheet, `codes` codes, and the people who hold the vote. */
async function hall({ codes = 5, choices = 1, sheet = true } = {}) {
  const { db } = database;
  const heat = await makeHeat(db, { state: "judging" });
  const { round, entries, seats, scorer } = heat;
  const rule = await findRule(db, round.id);
  if (!rule) throw new Error("a heat has a rule");
  const part = { key: "hall", label: "观众投票", min: 0, max: 30, step: 0.01, weight: 1 };
  const parts = [{ ...part, hall: { of: "votes" as const, choices } }];
  await db.transaction().execute((trx) => replaceRule(trx, round.id, { ...rule, parts }));
  const [first] = entries;
  const [seat] = seats;
  if (!first || !seat) throw new Error("there are some");
  if (sheet)
    await makeSheet(db, {
      roundId: round.id,
      entryId: first.id,
      judgeId: seat.id,
      marks: { tech: 2000, market: 1500, business: 1500, team: 1500, landing: 500 },
    });
  const person = (role: "supervisor" | "conductor") => makePerson(db, { grants: [{ role, roundId: round.id }] });
  const supervisor = await person("supervisor");
  const conductor = await person("conductor");
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const cards = Array.from({ length: codes }, () => digestOf(`code ${++made}`));
  const by = (actor: Actor | null) => ({ db, actor });
  const at = { round: round.slug };
  if (codes > 0)
    expect(await makeHallCodes(by(organizer), { ...at, count: codes, digests: cards })).toMatchObject({ ok: true });
  return {
    ...heat,
    supervisor,
    conductor,
    organizer,
    cards,
    open: (actor: Actor | null = conductor) => openHallVote(by(actor), at),
    close: (actor: Actor | null = conductor) => closeHallVote(by(actor), at),
    confirm: (actor: Actor | null = supervisor) => confirmHallVote(by(actor), at),
    discard: (actor: Actor | null = scorer, reason = "有人拿了两张卡") => discardHallVote(by(actor), { ...at, reason }),
    make: (actor: Actor | null, count = 1) =>
      makeHallCodes(by(actor), { ...at, count, digests: [digestOf(`code ${++made}`)] }),
    vote: (card: number, ...chosen: string[]) =>
      castHallBallot(db, { codeDigest: cards[card] ?? digestOf("unknown"), entries: chosen }),
    seen: () => findHallVote(db, round.id),
    line: async (key: string) => (await findStandings(db, [round.id]))[0]?.standings.find(({ entry }) => entry === key),
  };
}

/** All that the database holds: how many rows in all tables, and of the round its codes, counts and trail. */
async function everything(roundId: number) {
  const { db } = database;
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(
    db,
  );
  let rows = 0;
  for (const { name } of tables) {
    const { rows: found } = await sql<{ n: number }>`select count(*)::integer as n from ${sql.table(name)}`.execute(db);
    rows += found[0]?.n ?? 0;
  }
  const of = (table: "hallCodes" | "hallCounts") => db.selectFrom(table).selectAll().where("roundId", "=", roundId);
  const trail = db.selectFrom("auditEntries").select(["command", "facts"]).where("roundId", "=", roundId);
  return {
    rows,
    codes: await of("hallCodes").orderBy("id").execute(),
    counts: await of("hallCounts").execute(),
    trail: await trail.where("command", "like", "%hall%").orderBy("id").execute(),
  };
}

const refusal = (type: string) => ({ ok: false, error: { type } });

test("the hall votes once a code, its votes are counted when a second person has confirmed them, and become points", async () => {
  const { open, close, confirm, vote, seen, line, supervisor, conductor, scorer } = await hall({ codes: 5 });
  expect(await vote(0, "1")).toEqual(refusal("vote-not-open"));
  expect(await open(supervisor)).toEqual(refusal("not-found"));
  expect(await open()).toMatchObject({ ok: true });
  expect(await open()).toEqual(refusal("hall-vote-fixed"));
  for (const [card, entry] of ["1", "2", "1"].entries()) expect(await vote(card, entry)).toEqual({ ok: true });
  expect(await vote(0, "2")).toEqual(refusal("code-spent"));
  expect(await vote(99, "2")).toEqual(refusal("code-unknown"));
  expect(await vote(3)).toEqual(refusal("nothing-chosen"));
  expect(await vote(3, "1", "2")).toEqual(refusal("too-many-chosen"));
  expect(await vote(3, "nobody")).toEqual(refusal("unknown-entry"));
  // Staff see how many ballots there are, and no vote
  expect(await seen()).toMatchObject({ state: "open", codes: 5, spent: 3, counts: [] });
  expect(await line("1")).toMatchObject({ hall: null, lacks: ["part:hall"] });
  expect(await close()).toMatchObject({ ok: true, value: { ballots: 3 } });
  expect(await vote(3, "1")).toEqual(refusal("vote-over"));
  expect((await seen()).counts.map(({ key, votes }) => [key, votes])).toEqual([
    ["1", 2],
    ["2", 1],
    ["3", 0],
  ]);
  expect(await line("1")).toMatchObject({ hall: null });
  expect(await confirm(scorer)).toEqual(refusal("not-found"));
  expect(await confirm(conductor)).toEqual(refusal("not-found"));
  expect(await confirm()).toMatchObject({ ok: true });
  expect(await line("1")).toMatchObject({ hall: 2, parts: { hall: "20" }, lacks: [] });
  expect(await line("2")).toMatchObject({ hall: 1, parts: { hall: "10" } });
  expect(await confirm()).toEqual(refusal("hall-vote-fixed"));
});

test("who closed the vote does not confirm it, in the database neither", async () => {
  const { round, supervisor, open, close, confirm } = await hall();
  const { db } = database;
  const both = await makePerson(db, {
    grants: [
      { role: "supervisor", roundId: round.id },
      { role: "conductor", roundId: round.id },
    ],
  });
  await open();
  await close(both);
  expect(await confirm(both)).toEqual(refusal("same-person"));
  const bypass = db
    .updateTable("hallVotes")
    .set({ state: "confirmed", confirmedById: both.id, confirmedAt: new Date() })
    .where("roundId", "=", round.id);
  await expect(bypass.execute()).rejects.toThrow();
  expect(await confirm(supervisor)).toMatchObject({ ok: true });
});

test("a vote needs the rule's part, codes, and a first sheet; only an organizer makes codes", async () => {
  const early = await hall({ sheet: false });
  expect(await early.open()).toEqual(refusal("hall-too-early"));
  const without = await hall({ codes: 0 });
  expect(await without.open()).toEqual(refusal("no-hall-codes"));
  expect(await without.make(without.scorer)).toEqual(refusal("not-found"));
  expect(await without.make(without.organizer, 501)).toMatchObject(refusal("invalid-input"));
  const plain = await makeHeat(database.db, { state: "judging" });
  const organizer = await makePerson(database.db, {
    grants: [{ role: "organizer", editionId: plain.round.editionId }],
  });
  const codes = { round: plain.round.slug, count: 1, digests: [digestOf("plain")] };
  expect(await makeHallCodes({ db: database.db, actor: organizer }, codes)).toEqual(refusal("no-hall-part"));
});

test("ballots that arrive together are each counted once, and one code counts once however often it is sent at once", async () => {
  const { vote, open, close, seen } = await hall({ codes: 24, choices: 2 });
  await open();
  const ballots = Array.from({ length: 24 }, (_, card) => (card % 2 === 0 ? ["1", "2"] : ["2", "3"]));
  const sent = await Promise.all([...ballots, ...ballots].map((chosen, at) => vote(at % 24, ...chosen)));
  expect(sent.filter(({ ok }) => ok)).toHaveLength(24);
  expect(await close()).toMatchObject({ ok: true, value: { ballots: 24 } });
  expect((await seen()).counts.map(({ votes }) => votes)).toEqual([12, 24, 12]);
});

test("nothing in the database says which code voted for what, or when; the trail knows codes and ballots by their number", async () => {
  const { round, cards, open, vote, close } = await hall({ codes: 3 });
  await open();
  const before = await everything(round.id);
  await vote(1, "2");
  const after = await everything(round.id);
  // One code is spent, one count is one more; no other row of any table of the product is new
  expect(after.rows).toBe(before.rows + 1);
  expect(after.codes.map(({ spent }) => spent)).toEqual([false, true, false]);
  expect(Object.keys(after.codes[0] ?? {}).sort()).toEqual(["codeDigest", "id", "roundId", "spent"]);
  expect(Object.keys(after.counts[0] ?? {}).sort()).toEqual(["entryId", "roundId", "votes"]);
  expect(after.trail).toEqual(before.trail);
  await close();
  const { trail } = await everything(round.id);
  expect(trail.map(({ command }) => command)).toEqual(["make-hall-codes", "open-hall-vote", "close-hall-vote"]);
  for (const digest of cards) expect(JSON.stringify(trail)).not.toContain(digest);
});

test("a vote that went wrong is discarded whole, with its codes, until it counts", async () => {
  const { round, cards, open, vote, close, confirm, discard, seen, conductor, organizer, make } = await hall();
  await open();
  await vote(0, "1");
  await close();
  expect(await discard(conductor)).toEqual(refusal("not-found"));
  expect(await discard(undefined, " ")).toMatchObject(refusal("invalid-input"));
  expect(await discard()).toMatchObject({ ok: true });
  expect(await seen()).toMatchObject({ state: null, codes: 0, spent: 0, counts: [] });
  expect(await countCodesAmong(database.db, round.id, cards)).toBe(0);
  expect(await vote(1, "1")).toEqual(refusal("code-unknown"));
  await make(organizer);
  expect(await open()).toMatchObject({ ok: true });
  await close();
  await confirm();
  expect(await discard()).toEqual(refusal("hall-vote-fixed"));
  expect(await make(organizer)).toEqual(refusal("hall-vote-fixed"));
});

test("counts that were changed past the product are not closed, and cannot be changed once it is", async () => {
  const { round, open, vote, close, entries } = await hall();
  const { db } = database;
  await open();
  await vote(0, "1");
  const of = (entry: number) => entries[entry]?.id ?? 0;
  await db.updateTable("hallCounts").set({ votes: 3 }).where("entryId", "=", of(0)).execute();
  expect(await close()).toEqual(refusal("hall-miscounted"));
  await db.updateTable("hallCounts").set({ votes: 1 }).where("entryId", "=", of(0)).execute();
  expect(await close()).toMatchObject({ ok: true });
  for (const change of [
    db.updateTable("hallCounts").set({ votes: 9 }).where("roundId", "=", round.id),
    db.updateTable("hallCodes").set({ spent: true }).where("roundId", "=", round.id).where("spent", "=", false),
    db.insertInto("hallCodes").values({ roundId: round.id, codeDigest: "late" }),
    db
      .updateTable("hallVotes")
      .set({ state: "open", closedAt: null, closedById: null })
      .where("roundId", "=", round.id),
  ])
    await expect(change.execute()).rejects.toMatchObject({ code: "CD055" });
});

test("nobody enters points where the hall votes, and no result is proposed while its vote waits", async () => {
  const heat = await hall();
  const { round, scorer, open, close } = heat;
  const entered = await enterPartScores(
    { db: database.db, actor: scorer },
    { round: round.slug, scores: [{ entry: "1", part: "hall", score: "3" }] },
  );
  expect(entered).toMatchObject({ error: { fields: [{ code: "unknown-part" }] } });
  await open();
  await close();
  await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  await expect(releaseRound(database.db, heat, "proposed")).rejects.toThrow("inputs-waiting");
});

test("any ballots come out as plain sums", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.subarray(["1", "2", "3"], { minLength: 1, maxLength: 2 }), { maxLength: 8 }),
      async (ballots) => {
        const { open, vote, close, seen } = await hall({ codes: 8, choices: 2 });
        await open();
        for (const [card, chosen] of ballots.entries()) await vote(card, ...chosen);
        await close();
        const votes = (await seen()).counts.map((each) => each.votes);
        expect(votes).toEqual(["1", "2", "3"].map((key) => ballots.filter((chosen) => chosen.includes(key)).length));
      },
    ),
    { numRuns: 6 },
  );
});
