import fc from "fast-check";
import { HyperFormula } from "hyperformula";
import { expect, test } from "vitest";
import { laterPresets } from "~/rules/standings/later-presets.ts";
import type { Rule } from "~/rules/standings/rule.ts";
import { countingVotes, type JudgedRound, standings } from "~/rules/standings/scoring.ts";
import { openWorkbook } from "~/testing/open-workbook.ts";
import { seenBy } from "~db/testing/judged-rounds.ts";
import { randomLaterRound, randomPlacedRound } from "~db/testing/random-later-rounds.ts";
import { standingsWorkbook } from "./workbook.ts";
import { noFigure } from "./xlsx.ts";

/** The workbook of a round: as it stands in the file, what the file says that its formulas give, and a spreadsheet engine that works it out. */
async function bookOf(round: JudgedRound) {
  const worked = {
    standings: standings(round),
    round: {
      ...round,
      criteria: round.criteria.map((each) => ({ ...each, label: `评分项 ${each.key}` })),
      judges: round.judges.map((each) => ({ ...each, name: `评委 ${each.key}` })),
    },
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of standingsWorkbook(worked, { warning: null, lines: [] })) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const written = openWorkbook(bytes);
  const given = openWorkbook(bytes, "as-values");
  const sheets = [...written].map(([name, rows]) => [name, rows.map((row) => row.map(asTyped))]);
  const engine = HyperFormula.buildFromSheets(Object.fromEntries(sheets), {
    licenseKey: "gpl-v3",
    useArrayArithmetic: true,
    precisionRounding: 13,
  });
  return { written, given, engine, standings: worked.standings };
}

type Book = Awaited<ReturnType<typeof bookOf>>;

/** Functions that came after the file format have a prefix in it, which the engine does not know. */
function asTyped(cell: string | number | null) {
  return typeof cell === "string" && cell.startsWith("=") ? cell.replaceAll("_xlfn.", "") : cell;
}

const isFormula = (cell: unknown): cell is string => typeof cell === "string" && cell.startsWith("=");
const valuesOf = (book: Book, name: string) => book.engine.getSheetValues(book.engine.getSheetId(name) ?? -1);

function column(rows: readonly (readonly unknown[])[], heading: string): unknown[] {
  const at = (rows[0] ?? []).findIndex((each) => String(each).startsWith(heading));
  expect(at, heading).toBeGreaterThan(-1);
  return rows.slice(1).map((row) => (row[at] === "" || row[at] === noFigure ? null : (row[at] ?? null)));
}

/** The engine's totals and ranks are the standings', no line differs from the desk's, and the file bears what the engine finds. */
function expectWorkedOut(book: Book): void {
  const result = valuesOf(book, "成绩 Result");
  const [totals, ranks, shared] = ["总分 Total", "名次 Rank", "并列 Shared"].map((head) => column(result, head));
  for (const [at, line] of book.standings.entries()) {
    if (line.total === null) expect(totals?.[at]).toBeNull();
    else expect(totals?.[at]).toBeCloseTo(Number(line.total), 8);
    expect([ranks?.[at], shared?.[at]]).toEqual([line.rank, line.shared ? 1 : 0]);
  }
  for (const [name, rows] of book.written) {
    const worked = valuesOf(book, name);
    if ((rows[0] ?? []).some((head) => String(head).startsWith("与系统")))
      expect(
        column(worked, "与系统").filter((each) => each !== null && each !== "相等 equal"),
        name,
      ).toEqual([]);
    for (const [at, row] of rows.entries())
      for (const [place, cell] of row.entries()) {
        if (!isFormula(cell)) continue;
        const ours = book.given.get(name)?.[at]?.[place];
        const theirs = worked[at]?.[place];
        const told = `${name} ${rows[0]?.[place]} ${at} ${cell}`;
        if (typeof theirs === "number") expect(Number(ours), told).toBeCloseTo(theirs, 8);
        else expect(ours, told).toEqual(theirs ?? "");
      }
  }
  const said = notesOf(book);
  if (book.standings.length > 0) expect(said).toContain("公式算出的全部得分和名次都与系统相等");
}

const notesOf = ({ engine }: Book) => engine.getSheetValues(0).flat().join("\n");
const hasFormulas = ({ written }: Book) => (written.get("成绩 Result") ?? []).flat().some(isFormula);

/** A round of the size and figures of a real one, under a preset of the second edition. */
function realRound(rule: Rule): fc.Arbitrary<JudgedRound> {
  const panels = rule.coefficient ? ["A", "B", "C"] : [null];
  const score = fc.integer({ min: 10, max: 60 });
  return fc
    .record({
      judges: fc.integer({ min: 2, max: 12 }),
      entries: fc.integer({ min: 1, max: 12 }),
      marks: fc.infiniteStream(score),
      holes: fc.infiniteStream(fc.nat(25)),
    })
    .map(({ judges, entries, marks, holes }) => {
      const next = <T>(stream: Iterator<T>) => stream.next().value as T;
      const criteria = [30, 20, 20, 20, 10].map((max, at) => ({
        key: `c${at}`,
        max: max * 100,
        step: 50,
        factor: "1",
      }));
      const seats = Array.from({ length: judges }, (_, at) => ({
        key: `J${at + 1}`,
        head: at === 0,
        kind: rule.kinds?.[at % rule.kinds.length]?.key ?? null,
        panel: null,
      }));
      const shown = Array.from({ length: entries }, (_, at) => ({
        key: String(at + 1),
        title: "项目",
        group: null,
        order: at + 1,
        panel: panels[at % panels.length] ?? null,
      }));
      const sheets = shown.flatMap(({ key }) =>
        seats.flatMap((seat) => {
          if (next(holes) === 0) return [];
          const given = criteria.filter(() => next(holes) !== 1);
          const marksOf = given.map(({ key: criterion, max }) => [criterion, (next(marks) * 50) % (max + 50)]);
          return [{ entry: key, judge: seat.key, marks: Object.fromEntries(marksOf) as Record<string, number> }];
        }),
      );
      return {
        rule,
        criteria,
        judges: seats,
        entries: shown,
        sheets,
        revisions: sheets
          .filter(() => next(holes) === 2)
          .map(({ entry, judge }) => ({ entry, judge, score: `${next(marks)}.25`, reason: "复议" })),
        adjustments: shown
          .filter(() => next(holes) < 5)
          .map(({ key }) => ({ entry: key, amount: -20, article: "第12条", reason: "超时" })),
        carried: Object.fromEntries(
          (rule.carry ?? []).map(({ round }) => [
            round,
            {
              from: "closed",
              totals: Object.fromEntries(
                shown.filter(() => next(holes) > 0).map(({ key }) => [key, `${next(marks)}.${next(marks)}`]),
              ),
            },
          ]),
        ),
      };
    });
}

test.each(Object.entries<Rule>(laterPresets))(
  "preset %s: every figure of a round is worked out by formulas that come to the exact one",
  async (_, rule) => {
    await fc.assert(
      fc.asyncProperty(realRound(rule), async (round) => {
        const book = await bookOf(round);
        expect(hasFormulas(book)).toBe(true);
        expectWorkedOut(book);
        book.engine.destroy();
      }),
      { numRuns: 5, endOnFailure: true },
    );
  },
  60_000,
);

/** Of the votes those that decide something, as the desk's workbook has them. */
const judged: fc.Arbitrary<JudgedRound> = fc
  .oneof({ weight: 4, arbitrary: randomLaterRound }, { weight: 1, arbitrary: randomPlacedRound })
  .map((stored) => {
    const { votedOn, ...round } = seenBy(stored);
    return { ...round, votes: countingVotes({ ...round, votedOn }) };
  });

test("under any mixture of settings the formulas come to the standings, or the file says that it has none", async () => {
  let all = 0;
  let worked = 0;
  await fc.assert(
    fc.asyncProperty(judged, async (round) => {
      const book = await bookOf(round);
      all++;
      if (hasFormulas(book)) {
        worked++;
        expectWorkedOut(book);
      } else expect(notesOf(book)).toContain("不列公式");
      book.engine.destroy();
    }),
    // Another seed may hold fewer with formulas
    { numRuns: 50, seed: 7919, endOnFailure: true },
  );
  expect(worked / all).toBeGreaterThan(0.5);
}, 120_000);

const criteria = [{ key: "c", max: 10000, step: 50, factor: "1" }];
const judges = ["J1", "J2", "J3"].map((key) => ({ key, head: false }));
const entries = ["1", "2"].map((key) => ({ key, title: "项目", group: null }));
const sheets = entries.flatMap(({ key }, at) =>
  judges.map(({ key: judge }, other) => ({ entry: key, judge, marks: { c: 7000 + at * 800 + other * 150 } })),
);

test("a value before and after deliberation stands on its sheet, and the one after it counts", async () => {
  const revisions = [{ entry: "1", judge: "J2", score: "61.25", reason: "复议" }];
  const book = await bookOf({ rule: laterPresets.standard, criteria, judges, entries, sheets, revisions });
  const rows = valuesOf(book, "评分单 Sheets");
  const of = (heading: string) => column(rows, heading)[column(rows, "评委代码").lastIndexOf("J2")];
  expect([of("项目代码"), of("标准分"), of("复议后"), of("计分值")]).toEqual([1, 42.93, 61.25, 61.25]);
  expectWorkedOut(book);
  const written = [...book.written.values()].flat(2).filter(isFormula).join("\n");
  expect(written).toContain("_xlfn.STDEV.S(");
  expect(written).toContain("AVERAGE(");
});

test("a judge's spread follows when somebody changes a mark, and the desk's figures are then said to differ", async () => {
  const book = await bookOf({ rule: laterPresets.standard, criteria, judges, entries, sheets });
  const marks = book.engine.getSheetId("分数 Marks") ?? -1;
  const at = (book.written.get("分数 Marks")?.[0] ?? []).findIndex((head) => String(head).startsWith("分数 Mark"));
  book.engine.setCellContents({ sheet: marks, row: 1, col: at }, 20);
  const changed = sheets.map((sheet, first) => {
    const top = book.standings[0]?.entry;
    return sheet.entry === top && sheets.findIndex(({ entry }) => entry === top) === first
      ? { ...sheet, marks: { c: 2000 } }
      : sheet;
  });
  const expected = new Map(
    standings({ rule: laterPresets.standard, criteria, judges, entries, sheets: changed }).map((line) => [
      line.entry,
      line,
    ]),
  );
  const result = valuesOf(book, "成绩 Result");
  const keys = column(result, "项目代码").map(String);
  expect(column(result, "总分 Total")).toEqual(keys.map((key) => Number(expected.get(key)?.total)));
  expect(notesOf(book)).toContain("有数值与系统不同");
});

test("what no formula says is named in both languages, and bears the desk's figure", async () => {
  const rule: Rule = { ...laterPresets.standard, normalise: undefined, ties: [], placings: { method: "majority" } };
  const book = await bookOf({ rule, criteria, judges, entries, sheets });
  expect(notesOf(book)).toMatch(/采用多数名次法.*majority method/);
  expect(book.written.get("成绩 Result")?.[1]?.some((cell) => cell === Number(book.standings[0]?.total))).toBe(true);
  expectWorkedOut(book);
  const skated = await bookOf({
    rule: { ...rule, placings: { method: "skating" } },
    criteria,
    judges,
    entries,
    sheets,
  });
  expect(notesOf(skated)).toMatch(/逐项名次法.*places in each criterion/);
  expect(skated.written.get("成绩 Result")?.[1]?.some((cell) => cell === Number(skated.standings[0]?.total))).toBe(
    true,
  );
  expectWorkedOut(skated);
  const precise = await bookOf({
    rule: { ...laterPresets.standard, places: { normalised: 10 } },
    criteria: [{ key: "c", max: 10000, step: 50, factor: "1000.5" }],
    judges,
    entries,
    sheets,
  });
  expect(hasFormulas(precise)).toBe(false);
  expect(notesOf(precise)).toMatch(/不列公式.*no formulas/);
  const values = precise.written.get("成绩 Result") ?? [];
  expect(column(values, "系统总分")).toEqual(precise.standings.map(({ total }) => Number(total)));
});
