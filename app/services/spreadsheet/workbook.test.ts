import fc from "fast-check";
import { HyperFormula } from "hyperformula";
import { expect, test } from "vitest";
import { rulePresets } from "~/rules/standings/rule.ts";
import { countingVotes, type JudgedRound, standings } from "~/rules/standings/scoring.ts";
import { openWorkbook } from "~/testing/open-workbook.ts";
import { seenBy } from "~db/testing/judged-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import { standingsWorkbook } from "./workbook.ts";
import type { Worked } from "./workbook-plan.ts";

const names = ["说明 Notes", "分数 Marks", "评分单 Sheets", "评分项 Criteria", "成绩 Result"] as const;
const about = { warning: null, lines: [["轮次 Round", "=HYPERLINK(1)"]] as const };

/** Of the votes those that decide something, as the desk's workbook has them. */
const judged: fc.Arbitrary<JudgedRound> = randomRound.map((stored) => {
  const { votedOn, ...round } = seenBy(stored);
  return { ...round, votes: countingVotes({ ...round, votedOn }) };
});

const preset = fc.constantFrom(...Object.values(rulePresets));

/** Of the size and figures of a heat, under one of the presets. */
const heats: fc.Arbitrary<JudgedRound> = fc
  .record({
    judges: fc.integer({ min: 1, max: 9 }),
    entries: fc.integer({ min: 1, max: 8 }),
    rule: preset,
    marks: fc.infiniteStream(fc.integer({ min: 0, max: 60 })),
    holes: fc.infiniteStream(fc.nat(30)),
  })
  .map(({ judges, entries, rule, marks, holes }) => {
    const criteria = [30, 20, 20, 20, 10].map((max, at) => ({ key: `c${at}`, max: max * 100, step: 50, factor: "1" }));
    const next = <T>(stream: Iterator<T>) => stream.next().value as T;
    const seats = Array.from({ length: judges }, (_, at) => ({ key: `J${at + 1}`, head: at === 1 }));
    const shown = Array.from({ length: entries }, (_, at) => ({ key: String(at + 1), title: "项目", group: null }));
    return {
      rule,
      criteria,
      judges: seats,
      entries: shown,
      sheets: shown.flatMap(({ key }) =>
        seats.flatMap((seat) => {
          if (next(holes) === 0) return [];
          const given = criteria.filter(() => next(holes) !== 1);
          const marksOf = given.map(({ key: criterion, max }) => [criterion, (next(marks) * 50) % (max + 50)]);
          return [{ entry: key, judge: seat.key, marks: Object.fromEntries(marksOf) }];
        }),
      ),
    };
  });

async function fileOf(round: JudgedRound): Promise<Map<string, (string | number | null)[][]>> {
  const worked: Worked = {
    standings: standings(round),
    round: {
      ...round,
      criteria: round.criteria.map((each) => ({ ...each, label: `=${each.key}` })),
      judges: round.judges.map((each) => ({ ...each, name: `@${each.key}` })),
    },
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of standingsWorkbook(worked, about)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  given.set(openWorkbook(bytes), openWorkbook(bytes, "as-values"));
  return [...given.keys()].at(-1) ?? new Map();
}

/** What the formulas of a file give, as the file itself says. */
const given = new Map<Map<string, (string | number | null)[][]>, Map<string, (string | number | null)[][]>>();

/** Every formula's cell bears what a spreadsheet engine makes of it. */
function expectGivenAsWorkedOut(engine: HyperFormula, file: File): void {
  for (const name of names) {
    const worked = engine.getSheetValues(engine.getSheetId(name) ?? -1);
    const rows = given.get(file)?.get(name) ?? [];
    for (const [at, row] of (file.get(name) ?? []).entries())
      for (const [column, cell] of row.entries()) {
        if (typeof cell !== "string" || !cell.startsWith("=") || isWords(cell)) continue;
        const ours = rows[at]?.[column];
        const theirs = worked[at]?.[column];
        if (typeof theirs === "number" && typeof ours === "number") expect(ours).toBeCloseTo(theirs, 8);
        else expect([cell, ours]).toEqual([cell, theirs ?? ""]);
      }
  }
}

type File = Awaited<ReturnType<typeof fileOf>>;

/** The file in a spreadsheet engine: words stay words. */
function opened(file: File): HyperFormula {
  const sheets = [...file].map(([name, rows]) => [
    name,
    rows.map((row) => row.map((cell) => (typeof cell === "string" && isWords(cell) ? `'${cell}` : cell))),
  ]);
  return HyperFormula.buildFromSheets(Object.fromEntries(sheets), {
    licenseKey: "gpl-v3",
    useArrayArithmetic: true,
    // By itself it shows eleven digits; a total may have ten places
    precisionRounding: 13,
  });
}

/** What the tests put in as words begins with these; everything else that begins with = is a formula of the file. */
function isWords(cell: string): boolean {
  return !cell.startsWith("=") || /^=(HYPERLINK|c\d|tech|市场|a "b"|constructor|10|9|b\\n|～|𠀀|j)/.test(cell);
}

function column(engine: HyperFormula, name: (typeof names)[number], heading: string) {
  const [head = [], ...rows] = engine.getSheetValues(engine.getSheetId(name) ?? -1);
  const at = head.findIndex((each) => String(each).startsWith(heading));
  expect(at, heading).toBeGreaterThan(-1);
  return rows.map((row) => (row[at] === "" ? null : (row[at] ?? null)));
}

function expectSame(engine: HyperFormula, round: JudgedRound): void {
  const expected = standings(round);
  // Rows stand in the order of the standings that the file was made of
  const keys = column(engine, "成绩 Result", "项目代码").map(String);
  const of = (key: string) => expected.find(({ entry }) => entry === key);
  const [totals, ranks, shared] = ["总分", "名次", "并列"].map((head) => column(engine, "成绩 Result", head));
  for (const [at, key] of keys.entries()) {
    const line = of(key);
    const desk = line?.total == null ? null : Number(line.total);
    if (desk === null || round.rule.places.total !== undefined) expect(totals?.[at]).toBe(desk);
    else expect(totals?.[at]).toBeCloseTo(desk, 5);
    expect([ranks?.[at], shared?.[at]]).toEqual([line?.rank, line?.shared ? 1 : 0]);
  }
}

const hasFormulas = (file: File) =>
  [...(file.get("成绩 Result") ?? [])].flat().some((cell) => String(cell).startsWith("="));

function expectAllEqual(engine: HyperFormula, round: JudgedRound): void {
  expectSame(engine, round);
  for (const name of names.slice(1)) {
    const head = engine.getSheetValues(engine.getSheetId(name) ?? -1)[0] ?? [];
    if (head.some((each) => String(each).startsWith("与系统")))
      expect(column(engine, name, "与系统").filter((each) => each !== null && each !== "相等 equal")).toEqual([]);
  }
  const said = engine.getSheetValues(engine.getSheetId("说明 Notes") ?? -1).find(([term]) => term === "核对 Check");
  if (round.entries.length > 0) expect(said?.[1]).toMatch(/^公式算出的全部得分和名次都与系统相等/);
}

test("a spreadsheet engine comes from the file's marks to the standings' totals and ranks, under every rule", async () => {
  let all = 0;
  let worked = 0;
  await fc.assert(
    fc.asyncProperty(judged, async (round) => {
      const file = await fileOf(round);
      all++;
      if (!hasFormulas(file)) return;
      worked++;
      const engine = opened(file);
      expectAllEqual(engine, round);
      expectGivenAsWorkedOut(engine, file);
      engine.destroy();
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(worked / all).toBeGreaterThan(0.5);
}, 120_000);

test("under the presets every heat is worked out, and still is when somebody changes a mark", async () => {
  await fc.assert(
    fc.asyncProperty(heats, fc.nat(), fc.nat(20), async (round, which, mark) => {
      const file = await fileOf(round);
      expect(hasFormulas(file)).toBe(true);
      const engine = opened(file);
      expectAllEqual(engine, round);
      expectGivenAsWorkedOut(engine, file);
      const count = column(engine, "分数 Marks", "项目代码").length;
      if (count === 0) return;
      const row = which % count;
      const sheet = engine.getSheetId("分数 Marks") ?? -1;
      const at = (file.get("分数 Marks")?.[0] ?? []).findIndex((each) => String(each).startsWith("分数 Mark"));
      engine.setCellContents({ sheet, row: row + 1, col: at }, mark / 2);
      const [entry, judge] = ["项目代码", "评委代码"].map((head) => String(column(engine, "分数 Marks", head)[row]));
      const criterion = String(column(engine, "分数 Marks", "评分项")[row]).slice(1);
      expectSame(engine, {
        ...round,
        sheets: round.sheets.map((each) =>
          each.entry === entry && each.judge === judge
            ? { ...each, marks: { ...each.marks, [criterion]: mark * 50 } }
            : each,
        ),
      });
      engine.destroy();
    }),
    { numRuns: 24, endOnFailure: true },
  );
}, 120_000);

test("what the desk would show wrong is told by the formulas", async () => {
  const round = fc
    .sample(heats, { numRuns: 20, seed: 7 })
    .find(({ entries, sheets }) => entries.length > 3 && sheets.length > 20);
  if (!round) throw new Error("no heat of that size");
  const file = await fileOf(round);
  const [head = [], first = []] = file.get("成绩 Result") ?? [];
  const at = head.findIndex((each) => String(each).startsWith("系统总分"));
  first[at] = Number(first[at]) + 0.01;
  const engine = opened(file);
  expect(column(engine, "成绩 Result", "与系统")[0]).toBe("不同 DIFFERENT");
  const said = engine.getSheetValues(0).find(([term]) => term === "核对 Check");
  expect(said?.[1]).toMatch(/^有得分或名次与系统不同/);
});

test("no words become a formula, and a rule of too large figures is said to be none", async () => {
  const [round] = fc.sample(heats, { numRuns: 1, seed: 3 });
  if (!round) throw new Error("no heat");
  const title = '=HYPERLINK("http://evil")';
  const named = { ...round, entries: round.entries.map((entry) => ({ ...entry, title })) };
  const pieces: Uint8Array[] = [];
  const worked = { standings: standings(named), round: { ...named, criteria: [], judges: [], sheets: [] } };
  for await (const piece of standingsWorkbook(worked, { warning: "彩排", lines: [["x", title]] })) pieces.push(piece);
  const sheets = openWorkbook(Buffer.concat(pieces));
  expect(sheets.get("成绩 Result")?.[1]?.[1]).toBe(title);
  expect(sheets.get("成绩 Result")?.[0]?.[0]).toBe("彩排 · 项目代码 Entry");
  const huge: JudgedRound = {
    ...round,
    criteria: round.criteria.map((each) => ({ ...each, factor: "0.333333" })),
    rule: { ...round.rule, places: {} },
    judges: Array.from({ length: 30 }, (_, at) => ({ key: `J${at}`, head: false })),
    sheets: Array.from({ length: 30 }, (_, at) => ({ entry: "1", judge: `J${at}`, marks: { c0: 100 } })),
  };
  const plain = await fileOf({ ...huge, rule: { ...rulePresets.mean, places: {}, missing: "zero" } });
  expect(hasFormulas(plain)).toBe(false);
  expect(plain.get("说明 Notes")?.flat().join("")).toContain("不列公式");
  expect(plain.get("分数 Marks")?.length).toBe(151);
});
