import fc from "fast-check";
import { type Rule, type TieStep, trimming } from "~/rules/standings/rule.ts";
import { tiesToVoteOn } from "~/rules/standings/scoring.ts";
import { type StoredRound, seenBy } from "./judged-rounds.ts";

const criterionKeys = ["tech", "市场", 'a "b"', "constructor", "10", "9", "b\\n", "～", "𠀀", "j"];
const judgeKeys = ["J1", "J10", "J2", "评委", "～", "𠀀", "j", "A b"];
const entryKeys = ["1", "10", "2", "项目", "～x", "𠀀x", "b", "B"];

/** Rounds of every rule the contract knows, small, with few different marks, so that equal values are common. */
export const randomRound: fc.Arbitrary<StoredRound> = fc
  .record({
    criteria: fc.oneof(
      { weight: 9, arbitrary: fc.shuffledSubarray(criterionKeys, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.shuffledSubarray(criterionKeys, { minLength: 8 }) },
    ),
    judges: fc.oneof(
      fc.shuffledSubarray(judgeKeys, { minLength: 1 }),
      fc.shuffledSubarray(judgeKeys, { minLength: 5 }),
    ),
    entries: fc.shuffledSubarray(entryKeys, { minLength: 1 }),
    palette: fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 4 }),
  })
  .chain(({ criteria, judges, entries, palette }) =>
    fc
      .record({
        criteria: fc.tuple(...criteria.map(randomCriterion)),
        head: fc.option(fc.constantFrom(...judges)),
        removed: fc.option(fc.constantFrom(...judges), { freq: 4 }),
        entries: fc.tuple(...entries.map(randomEntry)),
        orders: fc.shuffledSubarray(entries.map((_, i) => i + 1)),
        sheets: fc.tuple(...entries.map((entry) => randomSheets(entry, judges, criteria, palette))),
        drafts: fc.array(fc.tuple(fc.constantFrom(...entries), fc.constantFrom(...judges)), { maxLength: 2 }),
        rule: randomRule(criteria),
        votes: fc.dictionary(fc.constantFrom(...entries), fc.integer({ min: 1, max: 3 }), { noNullPrototype: true }),
        held: fc.constantFrom("nowhere" as const, "anywhere" as const, "on-ties" as const, "on-ties" as const),
      })
      .map(({ criteria, head, removed, entries, orders, sheets, drafts, rule, votes, held }) =>
        withVotes(held, {
          criteria,
          judges: judges.map((key) => ({ key, head: key === head, removed: key === removed })),
          entries: entries.map((entry, i) => ({ ...entry, order: orders[i] ?? null })),
          sheets: sheets.flat().map((sheet) => ({
            ...sheet,
            draft: drafts.some(([entry, judge]) => entry === sheet.entry && judge === sheet.judge),
          })),
          rule,
          votes,
        }),
      ),
  );

/** The places as they are, known to be of votes on any entries, or of votes on the entries that are tied and a few more. */
function withVotes(held: "nowhere" | "anywhere" | "on-ties", round: StoredRound): StoredRound {
  const { votes = {} } = round;
  const voted = Object.keys(votes);
  if (held === "nowhere") return round;
  if (held === "anywhere") {
    const circles = Map.groupBy(voted, (entry) => votes[entry]);
    return { ...round, votedOn: [...circles.values()] };
  }
  const ties = tiesToVoteOn(seenBy(round)).map(({ entries }) => entries);
  const tied = ties.flat();
  const votedOn = ties.map((entries, at) => (at === 0 ? entries : entries.slice(0, -1)));
  const places = tied.map((entry, at) => [entry, votes[entry] ?? 1 + (at % 2)] as const);
  return { ...round, votes: { ...votes, ...Object.fromEntries(places) }, votedOn };
}

function randomCriterion(key: string) {
  return fc.record({
    key: fc.constant(key),
    step: fc.constant(25),
    max: fc.constant(300),
    factor: fc.constantFrom("1", "1", "1.2", "0.15", "2", "0", "-0.5", "-1", "0.333333", "1000"),
  });
}

function randomEntry(key: string) {
  return fc.record({
    key: fc.constant(key),
    title: fc.constantFrom("项目", 'the "best"', "back\\slash", "line\nbreak", "😀"),
    group: fc.option(fc.constantFrom("创业团队组", "company", "～", "𠀀"), { freq: 3 }),
  });
}

/** Of some entries every judge has recused, of most a few; a sheet lacks a mark now and then, rarely all of them. */
function randomSheets(entry: string, judges: string[], criteria: string[], palette: number[]) {
  const mark = fc.constantFrom(...palette).map((steps) => steps * 25);
  const marks = (lacking: number) =>
    fc
      .tuple(...criteria.map(() => fc.option(mark, { freq: lacking })))
      .map((each) =>
        Object.fromEntries(criteria.flatMap((key, i) => (each[i] == null ? [] : [[key, each[i]] as const]))),
      );
  const sheet = (judge: string) =>
    fc
      .oneof(
        { weight: 6, arbitrary: marks(100) },
        { weight: 3, arbitrary: marks(3) },
        { weight: 1, arbitrary: fc.constant({}) },
      )
      .map((each: Record<string, number>) => ({ entry, judge, marks: each }));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 9, arbitrary: fc.subarray(judges).chain((present) => fc.tuple(...present.map(sheet))) },
    { weight: 9, arbitrary: fc.tuple(...judges.map(sheet)) },
  );
}

function randomRule(criteria: string[]): fc.Arbitrary<Rule> {
  const places = fc.option(fc.constantFrom(0, 1, 2, 2, 3, 10), { nil: undefined, freq: 3 });
  const steps: TieStep[] = [
    "untrimmed-mean",
    "head-judge",
    "highest-sheet",
    "vote",
    ...criteria.map((key): TieStep => `criterion:${key}`),
  ];
  return fc
    .record({
      level: fc.constantFrom("sheet", "criterion"),
      method: fc.constantFrom("mean", "median", "sum", "trimmed-mean", "trimmed-mean"),
      high: fc.nat(2),
      low: fc.nat(2),
      spare: fc.option(fc.nat(2), { nil: undefined }),
      missing: fc.constantFrom("skip", "zero"),
      places: fc.record({ sheet: places, combined: places, points: places, total: places }),
      ties: fc.shuffledSubarray(steps),
      groups: fc.constantFrom("together", "separate"),
      lacking: fc.option(fc.constantFrom("last", "skip", "skip"), { nil: undefined }),
    })
    .map(({ method, high, low, spare, level, missing, places, ties, groups, lacking }) => ({
      level: level as Rule["level"],
      combine:
        method === "trimmed-mean"
          ? { method, high, low, ...(spare === undefined ? {} : { atLeast: high + low + 1 + spare }) }
          : { method: method as "mean" | "median" | "sum" },
      missing: missing as Rule["missing"],
      places,
      ties,
      groups: groups as Rule["groups"],
      ...(lacking === undefined ? {} : { lacking: lacking as Rule["lacking"] }),
    }));
}

/** The rule with what a reader may leave out written in: as the database gives it back. */
export function completed(rule: Rule): Rule {
  const { combine } = rule;
  const places = Object.fromEntries(Object.entries(rule.places).filter(([, each]) => each !== undefined));
  return { ...rule, places, combine: combine.method === "trimmed-mean" ? { ...combine, ...trimming(rule) } : combine };
}
