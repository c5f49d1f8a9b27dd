import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { judgedRoundOf } from "~/rules/exchange/contest-folder.ts";
import { standings } from "~/rules/standings/scoring.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import { printProblem } from "~/services/exchange/folder-problems.ts";
import { findContestFolders, readContestFolder } from "~/services/exchange/read-folder.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { insertPanelVote } from "~db/queries/standings/panel-votes.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { emptyFolder, soundFiles, soundFolder, soundRound, writeFolder } from "~db/testing/contest-folders.ts";
import { testDatabase } from "~db/testing/database.ts";
import { importFolders } from "./import-folders.ts";

const database = testDatabase();
const contests = join(import.meta.dirname, "../../../db/testing/contests");

type Official = Record<string, { total: string; rank?: number; criteria?: Record<string, string> }>;
const official: Record<string, Official> = JSON.parse(readFileSync(join(contests, "official.json"), "utf8"));

async function importAll(root: string, options = { replace: false }): Promise<string[]> {
  const told: string[] = [];
  for await (const each of importFolders(database, root, await findContestFolders(root), options)) {
    if (each.ok) told.push(`${each.replaced ? "replaced" : "imported"} ${each.slug}`);
    else told.push(...each.problems.map(printProblem));
  }
  return told;
}

async function standingsOf(slug: string): Promise<Standing[]> {
  const round = await findRound(database.db, slug);
  const [found] = await findStandings(database.db, round ? [round.id] : []);
  if (!found) throw new Error(`no standings of ${slug}`);
  return found.standings;
}

test("every official answer of the real contests comes out to the last digit, from the database and from the rule book", async () => {
  const slugs = Object.keys(official).sort();
  expect(await importAll(contests)).toEqual(slugs.map((slug) => `imported ${slug}`));
  for (const slug of slugs) {
    const computed = await standingsOf(slug);
    const answers = official[slug] ?? {};
    expect(answersOf(computed, answers), slug).toEqual(answers);
    const read = await readContestFolder(contests, slug);
    expect(computed, slug).toEqual(read.ok && standings(judgedRoundOf(read.folder.contest)));
  }
});

/** What the standings say to the questions that the official answers answer; 42 and 42.000 are one total. */
function answersOf(computed: Standing[], answers: Official): Official {
  const same = (mine: string | null, theirs = "") => (Number(mine) === Number(theirs) && mine !== null ? theirs : mine);
  return Object.fromEntries(
    computed.map(({ entry, total, rank, criteria }) => {
      const asked = answers[entry];
      return [
        entry,
        {
          total: same(total, asked?.total) ?? "none",
          ...(asked?.rank !== undefined && { rank: rank ?? 0 }),
          ...(asked?.criteria && {
            criteria: Object.fromEntries(
              Object.entries(criteria).map(([key, { combined }]) => [key, same(combined, asked.criteria?.[key]) ?? ""]),
            ),
          }),
        },
      ];
    }),
  );
}

test("an imported round is closed, its sheets are locked, and the record says what was read", async () => {
  expect(await importAll(soundFolder("closed-one"))).toEqual(["imported closed-one"]);
  const round = await findRound(database.db, "closed-one");
  expect(round).toMatchObject({ origin: "import", state: "closed", kind: "heat", editionSlug: "imported" });
  const sheets = database.db
    .selectFrom("sheets")
    .select(["state", "source"])
    .where("roundId", "=", round?.id ?? 0);
  expect(await sheets.execute()).toEqual(Array(3).fill({ state: "submitted", source: "import" }));
  const locked = database.db
    .updateTable("marks")
    .set({ mark: 0 })
    .where("roundId", "=", round?.id ?? 0);
  await expect(locked.execute()).rejects.toThrow("a submitted sheet is locked");
  const record = database.db
    .selectFrom("auditEntries")
    .selectAll()
    .where("roundId", "=", round?.id ?? 0);
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(await record.execute()).toMatchObject([
    {
      command: "import-contest",
      actorId: null,
      facts: {
        replaced: false,
        entries: 2,
        judges: 2,
        sheets: 3,
        marks: 3,
        sha256: { "round.json": digest, "entries.csv": digest, "scores.csv": digest },
      },
    },
  ]);
});

test("a slug in use is refused with its place; --replace puts the new contest in the same round", async () => {
  expect(await importAll(soundFolder("taken"))).toEqual(["imported taken"]);
  const before = await standingsOf("taken");
  const changed = {
    ...soundFiles,
    "round.json": JSON.stringify({ ...soundRound, slug: "taken", title: "Again", judges: undefined }),
    "entries.csv": "entry,title,group\n1,Uno,A\n3,Tres,B\n",
    "scores.csv": "entry,judge,criterion,score\n1,X,tech,1\n1,X,team,1\n3,X,tech,2\n3,X,team,2\n",
  };
  expect(await importAll(writeFolder(changed))).toEqual([
    'round.json:1:9: slug "taken" is in use: import with --replace to replace that round',
  ]);
  expect(await standingsOf("taken")).toEqual(before);

  const round = await findRound(database.db, "taken");
  // A vote of the panel goes with what it was about
  const scorer = await makePerson(database.db, { grants: [{ role: "scorer", roundId: round?.id ?? 0 }] });
  const [entry] = before;
  const { key: judge } = await database.db
    .selectFrom("panelMembers")
    .select("key")
    .where("roundId", "=", round?.id ?? 0)
    .limit(1)
    .executeTakeFirstOrThrow();
  await database.db.transaction().execute((trx) =>
    insertPanelVote(trx, {
      roundId: round?.id ?? 0,
      reason: "x",
      recordedById: scorer.id,
      recordedAt: new Date(),
      places: { [entry?.entry ?? ""]: 1 },
      ballots: [{ judge, places: { [entry?.entry ?? ""]: 1 } }],
    }),
  );
  expect(await importAll(writeFolder(changed), { replace: true })).toEqual(["replaced taken"]);
  expect(await findRound(database.db, "taken")).toMatchObject({ id: round?.id, title: "Again" });
  expect((await standingsOf("taken")).map(({ entry, title, group, sheets }) => [entry, title, group, sheets])).toEqual([
    ["3", "Tres", "B", 1],
    ["1", "Uno", "A", 1],
  ]);
  const record = database.db
    .selectFrom("auditEntries")
    .select("facts")
    .where("roundId", "=", round?.id ?? 0);
  expect(await record.execute()).toMatchObject([{ facts: { replaced: false } }, { facts: { replaced: true } }]);
});

test("a round of the desk, one that was opened again, and one whose results were proposed are never replaced", async () => {
  const { edition } = await makeEdition(database.db);
  await makeRound(database.db, { editionId: edition.id, slug: "of-the-desk", state: "closed" });
  await importAll(soundFolder("reopened"));
  await database.db.updateTable("rounds").set({ state: "judging" }).where("slug", "=", "reopened").execute();
  await importAll(soundFolder("proposed"));
  const round = await findRound(database.db, "proposed");
  const scorer = await makePerson(database.db);
  await database.db
    .insertInto("releases")
    .values({
      roundId: round?.id ?? 0,
      version: 1,
      standings: sql`'{}'`,
      digest: "0".repeat(64),
      proposedById: scorer.id,
    })
    .execute();

  const refusals = {
    "of-the-desk": "belongs to a round that was not imported: only an imported one is replaced",
    reopened: "belongs to a round that was opened again: close it before it is replaced",
    proposed: "belongs to a round whose results were proposed or released: it is not replaced any more",
  };
  for (const [slug, reason] of Object.entries(refusals)) {
    expect(await importAll(soundFolder(slug), { replace: true })).toEqual([`round.json:1:9: slug "${slug}" ${reason}`]);
  }
  expect((await standingsOf("proposed")).map(({ sheets }) => sheets)).toEqual([2, 1]);
});

test("below one folder each contest is imported or refused by itself, and two of one slug are both refused", async () => {
  const root = emptyFolder();
  soundFolder("good-one", join(root, "a"));
  soundFolder("twice", join(root, "b"));
  soundFolder("twice", join(root, "b/deeper"));
  writeFolder({ ...soundFiles, "scores.csv": "entry,judge,criterion,score\n1,J1,tech,11\n" }, join(root, "c"));
  writeFolder({ "notes.txt": "no contest" }, join(root, "d"));
  soundFolder("good-two", join(root, "e"));
  expect(await importAll(root)).toEqual([
    "imported good-one",
    'b/round.json:1:9: slug "twice" stands in b/deeper/round.json too',
    'b/deeper/round.json:1:9: slug "twice" stands in b/round.json too',
    "c/scores.csv:2:4: mark 11 is above the maximum 10 of criterion tech",
    "imported good-two",
  ]);
  const rounds = database.db.selectFrom("rounds").select("slug").where("slug", "in", ["twice", "heat-one"]);
  expect(await rounds.execute()).toEqual([]);
});

test("a folder that the database refuses is told by name, and the others go on", async () => {
  const { db } = database;
  const root = emptyFolder();
  soundFolder("before-it", join(root, "a"));
  const refused = { ...soundFiles, "entries.csv": "entry,title\n1,One\n2,not to be held\n" };
  const slug = JSON.stringify({ ...soundRound, slug: "refused" });
  writeFolder({ ...refused, "round.json": slug }, join(root, "b"));
  soundFolder("after-it", join(root, "c"));
  await sql`alter table entries add constraint entries_for_a_test check (title <> 'not to be held') not valid`.execute(
    db,
  );
  try {
    const told = await importAll(root);
    expect([told[0], told[2], told.length]).toEqual(["imported before-it", "imported after-it", 3]);
    expect(told[1]).toContain("b/round.json:1:");
    expect(told[1]).toContain("the database refused the folder");
    expect(await findRound(db, "refused")).toBeUndefined();
  } finally {
    await sql`alter table entries drop constraint entries_for_a_test`.execute(db);
  }
});

test("a folder that the database refuses half-way leaves nothing behind", async () => {
  const read = await readContestFolder(soundFolder("half-way"), ".");
  if (!read.ok) throw new Error("the folder is sound");
  const { marks } = read.folder.contest;
  marks.mark[2] = 2001;
  const { importContest } = await import("./import-contest.ts");
  await expect(importContest(database, read.folder)).rejects.toThrow();
  expect(await findRound(database.db, "half-way")).toBeUndefined();
  expect(await importAll(soundFolder("half-way"))).toEqual(["imported half-way"]);
});
