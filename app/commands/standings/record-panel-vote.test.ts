import { beforeEach, describe, expect, test } from "vitest";
import { tableToSign } from "~/reads/releases/table-of.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { bundleInputs } from "~/rules/releases/bundle.ts";
import { standings } from "~/rules/standings/scoring.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findAllPanelVotes, insertPanelVote } from "~db/queries/standings/panel-votes.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeTiedHeat } from "~db/seed/factories/tied-heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { giveSameMarks } from "~db/testing/same-marks.ts";
import { proposeRelease } from "../releases/propose-release.ts";
import { voidRelease } from "../releases/void-release.ts";
import { closeJudging } from "../scoring/close-judging.ts";
import { reopenJudging } from "../scoring/reopen-judging.ts";
import { recordPanelVote } from "./record-panel-vote.ts";

const database = testDatabase();
let heat: Awaited<ReturnType<typeof makeTiedHeat>>;

beforeEach(async () => {
  heat = await makeTiedHeat(database.db, { judges: 3, entries: 4 });
});

const first = { "2": 1, "3": 2 };
const second = { "2": 2, "3": 1 };
type Places = Record<string, number>;

const vote = async (given: {
  by?: Actor | null;
  entries?: string[];
  ballots?: [judge: string, places: Places][];
  replaces?: number | null;
  reason?: string;
}) => {
  const { by = heat.scorer, entries = ["2", "3"], replaces = null, reason = "两个项目各项均相同" } = given;
  const ballots = given.ballots ?? [
    ["J1", second],
    ["J2", second],
    ["J3", first],
  ];
  const input = { round: heat.round.slug, entries, replaces, reason };
  return await recordPanelVote(
    { db: database.db, actor: by },
    { ...input, ballots: ballots.map(([judge, places]) => ({ judge, places })) },
  );
};

const ranks = async () =>
  (await findStandings(database.db, [heat.round.id]))[0]?.standings.map(({ entry, rank, partedBy }) => [
    entry,
    rank,
    partedBy,
  ]);
const votes = async () => await findAllPanelVotes(database.db, heat.round.id);
const refusal = (type: string) => ({ ok: false, error: { type } });
const states = async () =>
  (await database.db.selectFrom("releases").select(["state", "voidedByChange"]).orderBy("version").execute()).map(
    ({ state, voidedByChange }) => [state, voidedByChange],
  );

test("the majority's order parts the tie, with who was present and how each voted, the reason and an audit entry", async () => {
  expect((await ranks())?.slice(1, 3)).toEqual([
    ["2", 2, null],
    ["3", 2, null],
  ]);
  expect(await vote({})).toMatchObject({ ok: true, value: { places: { "2": 2, "3": 1 }, voided: null } });
  expect((await ranks())?.slice(0, 4)).toEqual([
    ["1", 1, null],
    ["3", 2, "vote"],
    ["2", 3, "vote"],
    ["4", 4, null],
  ]);
  expect(await votes()).toMatchObject([
    {
      reason: "两个项目各项均相同",
      recordedBy: "计分员",
      stands: true,
      places: [
        { entry: "3", place: 1 },
        { entry: "2", place: 2 },
      ],
      ballots: [
        { judge: "J1", name: "评委1", order: ["3", "2"] },
        { judge: "J2", name: "评委2", order: ["3", "2"] },
        { judge: "J3", name: "评委3", order: ["2", "3"] },
      ],
    },
  ]);
  const entry = await database.db
    .selectFrom("auditEntries")
    .innerJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["command", "facts", "reason"])
    .where("roundId", "=", heat.round.id)
    .orderBy("auditEntries.id", "desc")
    .executeTakeFirst();
  expect(entry).toMatchObject({
    command: "record-panel-vote",
    reason: "两个项目各项均相同",
    facts: { entries: ["2", "3"], places: ["2=2", "3=1"], judges: ["J1", "J2", "J3"], replaces: null },
  });
  expect(JSON.stringify(entry?.facts)).not.toContain("评委1");
});

test("an even vote parts nobody", async () => {
  const ballots: [string, Places][] = [
    ["J1", first],
    ["J2", second],
  ];
  expect(await vote({ ballots })).toMatchObject({ ok: true, value: { places: { "2": 1, "3": 1 } } });
  expect((await ranks())?.slice(1, 3)).toEqual([
    ["2", 2, null],
    ["3", 2, null],
  ]);
});

test("a new vote takes the place of the old one, which stays readable, and only for who has seen it", async () => {
  await vote({});
  const [old] = await votes();
  expect(await vote({})).toEqual(refusal("stale-version"));
  const again: [string, Places][] = [["J1", first]];
  expect(await vote({ ballots: again, replaces: old?.id ?? 0, reason: "重新表决" })).toMatchObject({ ok: true });
  expect(await votes()).toMatchObject([
    { reason: "重新表决", stands: true },
    { ...old, stands: false },
  ]);
  expect((await ranks())?.[1]).toEqual(["2", 2, "vote"]);
});

test("a new vote takes back all places of an old one that it shares a project with", async () => {
  const { db } = database;
  const places = { "2": 1, "3": 2, "4": 3 };
  const by = {
    roundId: heat.round.id,
    reason: "此前三个项目同分",
    recordedById: heat.scorer.id,
    recordedAt: new Date(),
  };
  const old = await db
    .transaction()
    .execute((trx) => insertPanelVote(trx, { ...by, places, ballots: [{ judge: "J1", places }] }));
  expect((await vote({ replaces: old.id })).ok).toBe(true);
  const left = db
    .selectFrom("tieVotes")
    .innerJoin("entries", "entries.id", "tieVotes.entryId")
    .select(["entries.key", "tieVotes.place"])
    .where("tieVotes.roundId", "=", heat.round.id)
    .orderBy("entries.key");
  expect(await left.execute()).toEqual([
    { key: "2", place: 2 },
    { key: "3", place: 1 },
  ]);
  expect((await votes()).map(({ stands }) => stands)).toEqual([true, false]);
});

describe("is refused", () => {
  test("to everyone but who keeps the scores", async () => {
    const elsewhere = await makePerson(database.db, {
      grants: [{ role: "scorer", roundId: (await makeTiedHeat(database.db)).round.id }],
    });
    for (const by of [heat.supervisor, heat.organizer, heat.seats[0]?.actor ?? null, elsewhere])
      expect(await vote({ by })).toEqual(refusal("not-found"));
    expect(await vote({ by: null })).toEqual(refusal("signed-out"));
  });

  test("for entries that are not equal, or not they alone", async () => {
    for (const entries of [
      ["1", "2"],
      ["2", "3", "4"],
      ["2", "nobody"],
    ]) {
      const places = Object.fromEntries(entries.map((entry, at) => [entry, at + 1]));
      expect(await vote({ entries, ballots: [["J1", places]] })).toEqual(refusal("no-such-tie"));
    }
  });

  test("while the scoring is open", async () => {
    await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
    expect(await vote({})).toEqual(refusal("illegal-step"));
  });

  test.each([
    ["nobody", []],
    ["no-such-judge", [["J9", first]]],
    [
      "no-such-judge",
      [
        ["J1", first],
        ["J1", first],
      ],
    ],
    ["places", [["J1", { "2": 1, "3": 1 }]]],
    ["places", [["J1", { "2": 1 }]]],
  ] as [string, [string, Places][]][])("with votes that are none: %s", async (code, ballots) => {
    expect(await vote({ ballots })).toMatchObject({ error: { type: "invalid-input", fields: [{ code }] } });
    expect(await votes()).toEqual([]);
  });

  test("of a judge who has recused from one of the entries, and without a reason", async () => {
    const seat = heat.seats[2];
    const entry = heat.entries[2];
    const place = { roundId: heat.round.id, judgeId: seat?.id ?? 0, entryId: entry?.id ?? 0 };
    const { sql } = database;
    // They have scored both: the database would not let them step back any more
    await sql`alter table recusals disable trigger user`;
    await database.db
      .insertInto("recusals")
      .values({ ...place, reason: "师生" })
      .execute();
    await sql`alter table recusals enable trigger user`;
    expect(await vote({})).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "ballots.J3", code: "recused" }] },
    });
    expect(await vote({ reason: " " })).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "reason" }] },
    });
  });
});

describe("and the release", () => {
  test("a proposal whose table is another one by the vote is void; one that agrees stands", async () => {
    await releaseRound(database.db, heat, "proposed");
    const even: [string, Places][] = [
      ["J1", first],
      ["J2", second],
    ];
    const kept = await vote({ ballots: even });
    expect(kept).toMatchObject({ ok: true, value: { voided: null } });
    expect(await states()).toEqual([["proposed", false]]);
    const [old] = await votes();
    expect(await vote({ replaces: old?.id ?? 0 })).toMatchObject({ ok: true, value: { voided: 1 } });
    expect(await states()).toEqual([["voided", true]]);
  });

  test("nothing confirmed is voted on, by SQL either, until it is voided or published", async () => {
    const { sql } = database;
    const [entry] = heat.entries;
    const bySql = () =>
      sql`insert into panel_votes (round_id, reason, recorded_by_id) values (${heat.round.id}, 'x', ${heat.scorer.id})`;
    const placeBySql = () =>
      sql`insert into tie_votes (round_id, entry_id, place, reason) values (${heat.round.id}, ${entry?.id ?? 0}, 1, 'x')`;
    await releaseRound(database.db, heat, "confirmed");
    expect(await vote({})).toEqual(refusal("release-fixed"));
    await expect(bySql()).rejects.toThrow("is confirmed");
    await expect(placeBySql()).rejects.toThrow("is confirmed");
    const round = heat.round.slug;
    const reason = "漏了表决";
    await voidRelease({ db: database.db, actor: heat.scorer }, { round, version: 1, reason });
    await releaseRound(database.db, heat, "published");
    expect(await vote({})).toMatchObject({ ok: true, value: { voided: null } });
    expect((await states()).at(-1)).toEqual(["published", false]);
    await releaseRound(database.db, heat, "confirmed", { reason });
    const [old] = await votes();
    expect(await vote({ replaces: old?.id ?? 0 })).toEqual(refusal("release-fixed"));
    await expect(bySql()).rejects.toThrow("is confirmed");
  });
});

describe("once the marks have changed", () => {
  const mended = async (entry: string, as: string) => {
    const by = { db: database.db, actor: heat.scorer };
    const round = heat.round.slug;
    expect((await reopenJudging(by, { round, reason: "异议成立" })).ok).toBe(true);
    await giveSameMarks(database.db, { roundId: heat.round.id, entry, as });
    expect((await closeJudging(by, { round })).ok).toBe(true);
  };
  const byBook = async () => {
    const judged = await findBundledInputs(database.db, heat.round.id);
    const rule = await findRule(database.db, heat.round.id);
    return rule && standings({ ...judged, rule }).map(({ entry, rank, partedBy }) => [entry, rank, partedBy]);
  };

  test("a vote decides nothing of a tie with one more entry, which is voted on anew and then corrects what is public", async () => {
    await vote({});
    await releaseRound(database.db, heat, "published");
    await mended("4", "2");
    const shared = [
      ["1", 1, null],
      ["2", 2, null],
      ["3", 2, null],
      ["4", 2, null],
    ];
    expect(await ranks()).toEqual(shared);
    expect(await byBook()).toEqual(shared);
    const [old] = await votes();
    const places = { "2": 2, "3": 3, "4": 1 };
    const again = { entries: ["2", "3", "4"], ballots: [["J1", places] as [string, Places]], replaces: old?.id ?? 0 };
    expect((await vote(again)).ok).toBe(true);
    const voted = [
      ["1", 1, null],
      ["4", 2, "vote"],
      ["2", 3, "vote"],
      ["3", 4, "vote"],
    ];
    expect(await ranks()).toEqual(voted);
    expect(await byBook()).toEqual(voted);
    expect((await votes()).map(({ stands }) => stands)).toEqual([true, false]);
    const digest = (await tableToSign(database.db, heat.round.id))?.digest;
    const proposal = { round: heat.round.slug, digest, reason: "异议成立" };
    expect((await proposeRelease({ db: database.db, actor: heat.scorer }, proposal)).ok).toBe(true);
  });

  test("a vote counts again when its tie is as it was", async () => {
    heat = await makeTiedHeat(database.db, { judges: 3, entries: 5 });
    await vote({});
    await mended("3", "5");
    expect((await ranks())?.every(([, , partedBy]) => partedBy !== "vote")).toBe(true);
    await mended("3", "2");
    expect((await ranks())?.slice(1, 3)).toEqual([
      ["3", 2, "vote"],
      ["2", 3, "vote"],
    ]);
  });

  test("two votes whose entries become equal are not made one, and the bundle's votes are those that decide", async () => {
    heat = await makeTiedHeat(database.db, { judges: 3, entries: 5 });
    await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
    await giveSameMarks(database.db, { roundId: heat.round.id, entry: "5", as: "4" });
    await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
    await vote({});
    const other = { entries: ["4", "5"], ballots: [["J1", { "4": 2, "5": 1 }] as [string, Places]] };
    expect((await vote(other)).ok).toBe(true);
    expect((await ranks())?.map(([entry, rank]) => [entry, rank])).toEqual([
      ["1", 1],
      ["3", 2],
      ["2", 3],
      ["5", 4],
      ["4", 5],
    ]);
    for (const entry of ["4", "5"]) await mended(entry, "2");
    const shared = ["2", "3", "4", "5"].map((entry) => [entry, 2, null]);
    expect((await ranks())?.slice(1)).toEqual(shared);
    expect((await byBook())?.slice(1)).toEqual(shared);
    const judged = await findBundledInputs(database.db, heat.round.id);
    const rule = await findRule(database.db, heat.round.id);
    if (!rule) throw new Error("no rule");
    expect(Object.keys(judged.votes)).toHaveLength(4);
    expect(bundleInputs({ ...judged, rule }, null).votes).toEqual({});
  });
});

test("a vote is never altered or taken away", async () => {
  await vote({});
  const { sql } = database;
  for (const table of ["panel_votes", "panel_vote_places", "panel_vote_ballots"]) {
    const name = sql(table);
    await expect(sql`delete from ${name} where round_id = ${heat.round.id}`).rejects.toThrow();
    await expect(sql`truncate ${name} cascade`).rejects.toThrow("only grows");
  }
  await expect(sql`update panel_votes set reason = 'y' where round_id = ${heat.round.id}`).rejects.toThrow(
    "only grows",
  );
  await expect(sql`update panel_vote_ballots set place = place + 10 where round_id = ${heat.round.id}`).rejects.toThrow(
    "only grows",
  );
  await expect(sql`delete from panel_vote_ballots where round_id = ${heat.round.id}`).rejects.toThrow("only grows");
});

test.each([1, 3])("%i votes are read in one query", async (count) => {
  let replaces: number | null = null;
  for (let at = 0; at < count; at++) {
    const answer = await vote({ replaces });
    replaces = answer.ok ? answer.value.vote : null;
  }
  const { answer, queries } = await database.queriesOf(() => findAllPanelVotes(database.db, heat.round.id));
  expect(answer).toHaveLength(count);
  expect(queries).toHaveLength(1);
});
