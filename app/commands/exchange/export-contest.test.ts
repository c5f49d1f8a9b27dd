import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { printProblem } from "~/services/exchange/folder-problems.ts";
import { findContestFolders } from "~/services/exchange/read-folder.ts";
import type { Db } from "~db/client.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { emptyFolder, soundFiles, soundFolder, soundRound, writeFolder } from "~db/testing/contest-folders.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds } from "~db/testing/judged-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import { exportContest } from "./export-contest.ts";
import { importFolders } from "./import-folders.ts";

const here = testDatabase();
const there = testDatabase();
const contests = join(import.meta.dirname, "../../../db/testing/contests");

async function importAll(database: typeof here, root: string): Promise<void> {
  for await (const each of importFolders(database, root, await findContestFolders(root), { replace: false })) {
    if (!each.ok) throw new Error(each.problems.map(printProblem).join("\n"));
  }
}

async function standingsBySlug(db: Db, slugs: string[]) {
  const ids = await db.selectFrom("rounds").select("id").where("slug", "in", slugs).orderBy("slug").execute();
  const found = await findStandings(
    db,
    ids.map((round) => round.id),
  );
  return found.map(({ state: _, ...standings }) => standings);
}

test("the real contests come back from an export to identical standings", async () => {
  await importAll(here, contests);
  const slugs = (await findContestFolders(contests)).sort();
  const root = emptyFolder();
  for (const slug of slugs) {
    expect(await exportContest(here.db, slug, join(root, slug))).toEqual({ ok: true, votesLost: false });
  }
  await importAll(there, root);
  const before = await standingsBySlug(here.db, slugs);
  expect(before).toHaveLength(9);
  expect(await standingsBySlug(there.db, slugs)).toEqual(before);
});

test("rounds of every rule come back to identical standings, without drafts and judges who left", async () => {
  const rounds = fc
    .sample(randomRound, { seed: 20261123, numRuns: 40 })
    .map((round) => ({ ...round, votes: {}, votedOn: [] }));
  const ids = await insertJudgedRounds(here.db, "random", rounds);
  const root = emptyFolder();
  const slugs = ids.map((_, n) => `random-${n + 1}`);
  for (const slug of slugs) {
    expect(await exportContest(here.db, slug, join(root, slug))).toEqual({ ok: true, votesLost: false });
  }
  await importAll(there, root);
  const before = await standingsBySlug(here.db, slugs);
  expect(before).toHaveLength(40);
  expect(await standingsBySlug(there.db, slugs)).toEqual(before);
});

test("a folder says what the round holds: exact numbers, the head judge, blanks, and text as it was", async () => {
  const entries = [
    { entry: "1", title: 'He said "a,b"\r\n= 1', group: "G", order: 2 },
    { entry: "2", title: " 项目 ", order: 1 },
  ];
  const round = { ...soundRound, slug: "exact", entries };
  await importAll(here, writeFolder({ ...soundFiles, "round.json": JSON.stringify(round), "entries.csv": undefined }));
  const folder = join(emptyFolder(), "a/new/folder");
  expect(await exportContest(here.db, "exact", folder)).toEqual({ ok: true, votesLost: false });
  expect(JSON.parse(readFileSync(join(folder, "round.json"), "utf8"))).toEqual({
    ...soundRound,
    slug: "exact",
    criteria: [soundRound.criteria[0], { ...soundRound.criteria[1], factor: 0.25 }],
    rule: { ...soundRound.rule, combine: { ...soundRound.rule.combine, atLeast: 3 }, groups: "together" },
  });
  expect(readFileSync(join(folder, "entries.csv"), "utf8")).toBe(
    'entry,title,group,order\n1,"He said ""a,b""\r\n= 1",G,2\n2, 项目 ,,1\n',
  );
  expect(readFileSync(join(folder, "scores.csv"), "utf8")).toBe(
    "entry,judge,criterion,score\n1,J1,tech,8.5\n1,J1,team,15\n1,J2,tech,\n1,J2,team,\n2,J2,tech,\n2,J2,team,20\n",
  );
});

test("what cannot be exported is refused, and a folder with something in it is left alone", async () => {
  await importAll(here, soundFolder("kept"));
  const { edition } = await makeEdition(here.db);
  await makeRound(here.db, { editionId: edition.id, slug: "without-rule" });
  const used = writeFolder({ "notes.txt": "mine" });
  const fresh = join(emptyFolder(), "fresh");
  const refused = (type: string) => ({ ok: false, error: { type } });
  expect(await exportContest(here.db, "kept", used)).toEqual(refused("folder-in-use"));
  expect(await exportContest(here.db, "kept", join(used, "notes.txt"))).toEqual(refused("folder-in-use"));
  expect(await exportContest(here.db, "no-such-round", fresh)).toEqual(refused("unknown-round"));
  expect(await exportContest(here.db, "without-rule", fresh)).toEqual(refused("no-rule"));
  expect(existsSync(fresh)).toBe(false);
});

test("the panel's votes are told as lost, where the rule asks for them and there are some", async () => {
  const rule = { ...soundRound.rule, ties: ["vote"] };
  const round = JSON.stringify({ ...soundRound, slug: "voted", rule });
  await importAll(here, writeFolder({ ...soundFiles, "round.json": round }));
  expect(await exportContest(here.db, "voted", join(emptyFolder(), "x"))).toEqual({ ok: true, votesLost: false });
  const { id, roundId } = await here.db
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .select(["entries.id", "roundId"])
    .where("slug", "=", "voted")
    .limit(1)
    .executeTakeFirstOrThrow();
  await here.db.insertInto("tieVotes").values({ roundId, entryId: id, place: 1, reason: "by four to three" }).execute();
  expect(await exportContest(here.db, "voted", join(emptyFolder(), "y"))).toEqual({ ok: true, votesLost: true });
});
