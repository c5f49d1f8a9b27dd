import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printProblem } from "~/services/exchange/folder-problems.ts";
import { findContestFolders } from "~/services/exchange/read-folder.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { emptyFolder, soundFiles, soundRound, writeFolder } from "~db/testing/contest-folders.ts";
import { testDatabase } from "~db/testing/database.ts";
import { exportContest } from "./export-contest.ts";
import { importFolders } from "./import-folders.ts";

const database = testDatabase();
const contests = join(import.meta.dirname, "../../../db/testing/contests-2");
const shared = join(import.meta.dirname, "../../../../shared/contests-2");

async function importAll(root: string): Promise<string[]> {
  const told: string[] = [];
  for await (const each of importFolders(database, root, await findContestFolders(root), { replace: false })) {
    if (each.ok) told.push(`imported ${each.slug}`);
    else told.push(...each.problems.map(printProblem));
  }
  return told;
}

/** As `expected.json` writes a round. */
async function answerOf(slug: string): Promise<object> {
  const round = await findRound(database.db, slug);
  const [found] = await findStandings(database.db, round ? [round.id] : []);
  const { standings = [], round: _, state: __, rule: ___, ...figures } = found ?? {};
  const lines = Object.fromEntries(standings.map((line) => [line.entry, line]));
  return { ...lines, "": { ...figures, order: standings.map(({ entry }) => entry) } };
}

const expectedIn = (folder: string) => JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));

test("real rounds with parts, adjustments, bounds and carried totals come out of the database in every field", async () => {
  const expected = expectedIn(contests);
  const told = await importAll(contests);
  expect(told.sort()).toEqual(
    Object.keys(expected)
      .map((slug) => `imported ${slug}`)
      .sort(),
  );
  for (const slug of Object.keys(expected)) expect(await answerOf(slug), slug).toEqual(expected[slug]);
});

test("what is exported imports to the same standings", async () => {
  const root = emptyFolder();
  const slugs = ["isu2-040", "isu2-039-overall", "fis-258-1"];
  for (const slug of slugs) {
    const folder = join(root, slug);
    expect(await exportContest(database.db, slug, folder)).toEqual({ ok: true, votesLost: false });
    const round = JSON.parse(readFileSync(join(folder, "round.json"), "utf8"));
    const carry = round.rule.carry?.map((each: { round: string }) => ({ ...each, round: `${each.round}-again` }));
    const again = { ...round, slug: `${slug}-again`, rule: { ...round.rule, ...(carry && { carry }) } };
    writeFolder({ "round.json": JSON.stringify(again) }, folder);
  }
  expect((await importAll(root)).sort()).toEqual(slugs.map((slug) => `imported ${slug}-again`).sort());
  for (const slug of slugs) {
    const again = JSON.stringify(await answerOf(`${slug}-again`)).replaceAll("-again", "");
    expect(JSON.parse(again)).toEqual(await answerOf(slug));
  }
});

test.skipIf(!existsSync(shared))(
  "a contest of 2,015 works in two stages comes out of the database in every field",
  async () => {
    const expected = expectedIn(shared);
    const root = emptyFolder();
    for (const slug of ["gmcm-a-1", "gmcm-a-2"]) {
      const names = ["round.json", "entries.csv", "scores.csv", "revisions.csv"];
      const files = names.flatMap((name) => {
        const path = join(shared, slug, name);
        return existsSync(path) ? [[name, readFileSync(path)] as const] : [];
      });
      writeFolder(Object.fromEntries(files), join(root, slug));
    }
    expect((await importAll(root)).sort()).toEqual(["imported gmcm-a-1", "imported gmcm-a-2"]);
    for (const slug of ["gmcm-a-1", "gmcm-a-2"]) expect(await answerOf(slug)).toEqual(expected[slug]);
  },
  120_000,
);

test("the votes of the hall import, count, and are exported as votes", async () => {
  const root = emptyFolder();
  const parts = [{ key: "base", label: "基础", max: 30, step: 0.5 }, hallPart];
  const files = {
    ...soundFiles,
    "round.json": JSON.stringify({ ...soundRound, slug: "hall", rule: { ...soundRound.rule, parts } }),
    "parts.csv": "entry,part,score\n1,base,3\n",
    "hall.csv": "entry,votes\n1,2\n2,4\n",
  };
  writeFolder(files, join(root, "hall"));
  expect(await importAll(root)).toEqual(["imported hall"]);
  const { "1": one, "2": two, "": round } = (await answerOf("hall")) as Record<string, Record<string, unknown>>;
  expect(round).toMatchObject({ hall: { votes: 6, most: 4 } });
  expect(one).toMatchObject({ hall: 2, parts: { base: "3", hall: "10" } });
  expect(two).toMatchObject({ hall: 4, parts: { base: "0", hall: "20" }, lacks: ["part:base"] });
  const again = join(emptyFolder(), "again");
  expect(await exportContest(database.db, "hall", again)).toMatchObject({ ok: true });
  expect(readFileSync(join(again, "hall.csv"), "utf8")).toBe(files["hall.csv"]);
  expect(readFileSync(join(again, "parts.csv"), "utf8")).toBe(files["parts.csv"]);
});

const hallPart = { key: "hall", label: "现场观众投票", max: 30, step: 0.01, hall: { of: "votes" } };
const ofHall = {
  "round.json": JSON.stringify({
    ...soundRound,
    rule: { ...soundRound.rule, parts: [{ key: "base", label: "基础", max: 30, step: 0.5 }, hallPart] },
  }),
};

/** Without weights, as places in each criterion ask for. */
const likeCriteria = soundRound.criteria.map((criterion) => ({ ...criterion, factor: 1 }));

const rule = { ...soundRound.rule, parts: [{ key: "base", label: "基础", max: 30, step: 0.5 }] };
const withRule = (more: object, round: object = {}) => ({
  "round.json": JSON.stringify({ ...soundRound, ...round, rule: { ...rule, ...more } }),
});
const panels = { "entries.csv": "entry,title,panel\n1,One,A\n2,Two,B\n" };

test.each<[string, Record<string, string>, string]>([
  ["an unknown part", { "parts.csv": "entry,part,score\n1,bonus,3\n" }, 'parts.csv:2:2: unknown part "bonus"'],
  ["a part without score", { "parts.csv": "entry,part,score\n1,base,\n" }, "parts.csv:2:3: the score is empty"],
  [
    "a part above its maximum",
    { "parts.csv": "entry,part,score\n1,base,31\n" },
    "parts.csv:2:3: score 31 is above the maximum 30 of part base",
  ],
  [
    "a part off its step",
    { "parts.csv": "entry,part,score\n1,base,1.25\n" },
    "parts.csv:2:3: score 1.25 is off the step 0.5 of part base",
  ],
  [
    "a part twice",
    { "parts.csv": "entry,part,score\n1,base,1\n1,base,2\n" },
    "parts.csv:3:1: a second row for entry 1, part base (first in line 2)",
  ],
  [
    "votes without a part of the hall",
    { "hall.csv": "entry,votes\n1,3\n" },
    "hall.csv:2:1: the rule has no part that the hall votes on",
  ],
  ["half a vote", { ...ofHall, "hall.csv": "entry,votes\n1,3.5\n" }, 'hall.csv:2:2: votes "3.5" is not a whole number'],
  [
    "more votes than any hall has",
    { ...ofHall, "hall.csv": "entry,votes\n1,1000001\n" },
    "hall.csv:2:2: votes 1000001 is above 1000000",
  ],
  [
    "votes twice",
    { ...ofHall, "hall.csv": "entry,votes\n1,3\n1,3\n" },
    "hall.csv:3:1: a second row for entry 1 (first in line 2)",
  ],
  [
    "points where the hall votes",
    { ...ofHall, "parts.csv": "entry,part,score\n1,hall,3\n" },
    "parts.csv:2:2: the hall votes on part hall: its votes stand in hall.csv",
  ],
  [
    "an adjustment of nothing",
    { "adjustments.csv": "entry,amount,article,reason\n1,0.00,超时,超时\n" },
    "adjustments.csv:2:2: the amount is 0",
  ],
  [
    "an adjustment without reason",
    { "adjustments.csv": "entry,amount,article,reason\n1,-0.2,超时,\n" },
    "adjustments.csv:2:4: the reason is empty",
  ],
  [
    "an adjustment of thousandths",
    { "adjustments.csv": "entry,amount,article,reason\n9,-0.2,a,b\n1,-0.255,a,b\n" },
    'adjustments.csv:2:1: unknown entry "9"',
  ],
  [
    "a revision without sheet",
    { "revisions.csv": "entry,judge,score,reason\n2,J1,50,复议\n" },
    "revisions.csv:2:2: judge J1 has no sheet for entry 2",
  ],
  [
    "a revision of three decimals",
    { "revisions.csv": "entry,judge,score,reason\n1,J1,50.125,复议\n" },
    "revisions.csv:2:3: score 50.125 has more than 2 decimals",
  ],
  ["a standard score without places", withRule({ normalise: { method: "to-pool" } }), "round.json:1:"],
  [
    "kinds at level criterion",
    withRule({ level: "criterion", kinds: [{ key: "a", label: "a", weight: 1 }] }),
    "round.json:1:",
  ],
  ["a judge without kind", withRule({ kinds: [{ key: "a", label: "a", weight: 1 }] }), "round.json:1:"],
  [
    "an entry without panel",
    withRule({ coefficient: { of: "entries" } }),
    'entries.csv:2:1: entry "1" has no panel, which the rule\'s coefficient asks for',
  ],
  [
    "a mark from another panel",
    { ...panels, "round.json": JSON.stringify({ ...soundRound, judges: [{ key: "J1" }, { key: "J2", panel: "A" }] }) },
    'scores.csv:5:2: judge "J2" sits on panel "A", and the entry does not',
  ],
  ["places beside other points", withRule({ placings: { method: "sum" } }), "round.json:1:"],
  ["an unknown method of places", withRule({ parts: undefined, placings: { method: "borda" } }), "round.json:1:"],
  [
    "places in criteria of different factors",
    withRule(
      { parts: undefined, placings: { method: "skating" } },
      { criteria: likeCriteria.map((each, at) => ({ ...each, factor: at + 1 })) },
    ),
    "counts every criterion the same, and the criteria's factors differ",
  ],
  [
    "a value after conferring, and places in each criterion",
    {
      ...withRule({ parts: undefined, placings: { method: "skating" } }, { criteria: likeCriteria }),
      "revisions.csv": "entry,judge,score,reason\n1,J1,9,x\n",
    },
    "revisions.csv:2:1: revisions have no meaning where each criterion is placed",
  ],
  ["a weight without carry", withRule({ weight: 0.6 }), "round.json:1:"],
  ["an unknown place", withRule({ places: { overal: 2 } }), "round.json:1:"],
  [
    "a threshold on an unknown criterion",
    withRule({ thresholds: { criteria: { taste: 3 }, below: "marked" } }),
    "round.json:1:",
  ],
  ["a carried round that nobody knows", withRule({ carry: [{ round: "nowhere", weight: 1 }] }), "round.json:1:"],
])("a folder with %s is refused, with the place", async (_, changes, problem) => {
  const told = await importAll(writeFolder({ ...soundFiles, ...withRule({}), ...changes }));
  expect(told[0]).toContain(problem);
  expect(told.join()).not.toContain("imported");
});

test("a round that comes with panels has them, each once, as if they had been named", async () => {
  const root = emptyFolder();
  const judges = [{ key: "J1" }, { key: "J2", panel: "B" }];
  const slug = "with-panels";
  const files = {
    "round.json": JSON.stringify({ ...soundRound, slug, judges }),
    "entries.csv": "entry,title,panel\n1,One,B\n2,Two,A\n3,Three,A\n",
    "scores.csv": "entry,judge,criterion,score\n1,J1,tech,9\n1,J2,tech,9\n2,J1,tech,8\n3,J1,tech,7\n",
  };
  writeFolder(files, join(root, slug));
  expect(await importAll(root)).toEqual([`imported ${slug}`]);
  const round = database.db.selectFrom("rounds").select("panels").where("slug", "=", slug);
  expect(await round.executeTakeFirst()).toEqual({ panels: ["A", "B"] });
});

test.each([
  ["sum", { "1": "2", "2": "4" }],
  ["majority", { "1": "1", "2": "2" }],
  ["skating", { "1": "1", "2": "2" }],
])("a contest that ranks by places (%s) imports, and what is exported imports to the same", async (method, totals) => {
  const slug = `placed-${method}`;
  const root = emptyFolder();
  const files = {
    ...soundFiles,
    ...withRule({ parts: undefined, ties: [], placings: { method } }, { slug, criteria: likeCriteria }),
    "scores.csv":
      "entry,judge,criterion,score\n1,J1,tech,9\n1,J1,team,15\n2,J1,tech,8\n2,J1,team,15\n1,J2,tech,5\n1,J2,team,5\n2,J2,tech,4\n2,J2,team,5\n",
  };
  writeFolder(files, join(root, slug));
  expect(await importAll(root)).toEqual([`imported ${slug}`]);
  const answer = (await answerOf(slug)) as Record<string, { total: string; placings?: object; skating?: object }>;
  expect({ "1": answer["1"]?.total, "2": answer["2"]?.total }).toEqual(totals);
  if (method !== "skating") expect(answer["2"]?.placings).toEqual({ J1: "2", J2: "2" });
  else expect(answer["2"]?.skating).toMatchObject({ sum: "3.5", rule: 9, criteria: { team: { place: "1.5" } } });
  const folder = join(emptyFolder(), slug);
  expect(await exportContest(database.db, slug, folder)).toEqual({ ok: true, votesLost: false });
  const round = JSON.parse(readFileSync(join(folder, "round.json"), "utf8"));
  expect(round.rule.placings).toEqual({ method });
  writeFolder({ "round.json": JSON.stringify({ ...round, slug: `${slug}-again` }) }, folder);
  expect(await importAll(folder)).toEqual([`imported ${slug}-again`]);
  expect(await answerOf(`${slug}-again`)).toEqual(answer);
});

test("a round that ranks by places has no points for another to carry", async () => {
  const root = emptyFolder();
  const scores = { "scores.csv": soundFiles["scores.csv"] };
  const earlier = withRule({ parts: undefined, placings: { method: "sum" } }, { slug: "early-places" });
  const later = withRule({ parts: undefined, carry: [{ round: "early-places", weight: 1 }] }, { slug: "after-places" });
  writeFolder({ ...soundFiles, ...scores, ...earlier }, join(root, "early"));
  writeFolder({ ...soundFiles, ...scores, ...later }, join(root, "late"));
  expect((await importAll(root)).sort()).toEqual(["imported after-places", "imported early-places"]);
  const answer = (await answerOf("after-places")) as Record<string, { total: string | null; lacks: string[] }>;
  expect(answer["1"]).toMatchObject({ total: null, lacks: ["carried:early-places"] });
});

test("a panel whose mean is not above 0 is refused", async () => {
  const files = {
    ...soundFiles,
    ...panels,
    ...withRule({ coefficient: { of: "panels" }, combine: { method: "mean" } }),
    "scores.csv": "entry,judge,criterion,score\n1,J1,tech,8\n1,J1,team,15\n2,J1,tech,0\n2,J1,team,0\n",
  };
  expect((await importAll(writeFolder(files))).join()).toMatch(
    /^round\.json:1:\d+: the mean of panel "B" is not above 0$/,
  );
});

test("carried rounds come first, circles are refused, and so is who carries a refused round", async () => {
  const root = emptyFolder();
  const folder = (slug: string, carried: string | null, more: Record<string, string> = {}) =>
    writeFolder(
      {
        ...soundFiles,
        ...withRule(carried === null ? {} : { carry: [{ round: carried, weight: 1 }] }, { slug }),
        ...more,
      },
      join(root, slug),
    );
  folder("a-final", "b-heat");
  folder("b-heat", null);
  folder("c-circle", "d-circle");
  folder("d-circle", "c-circle");
  folder("e-final", "f-spoilt");
  folder("f-spoilt", null, { "entries.csv": "entry\n" });
  const told = await importAll(root);
  expect(told.slice(0, 2)).toEqual(["imported b-heat", "imported a-final"]);
  expect(told.join("\n")).toMatch(/c-circle\/round\.json:1:\d+: round "d-circle" carries this one in its turn/);
  expect(told.join("\n")).toMatch(/d-circle\/round\.json:1:\d+: round "c-circle" carries this one in its turn/);
  expect(told.join("\n")).toMatch(/e-final\/round\.json:1:\d+: round "f-spoilt" was refused/);
  expect(told.filter((each) => each.startsWith("imported"))).toHaveLength(2);
});
