import fc from "fast-check";
import { judgesPanel } from "~/rules/rounds/panels.ts";
import {
  MOST_TIE_STEPS,
  placingMethods,
  pointSettings,
  type Rule,
  ruleSchema,
  type TieStep,
} from "~/rules/standings/rule.ts";
import type { StoredRound } from "./judged-rounds.ts";
import { randomRound } from "./random-rounds.ts";

const places = fc.option(fc.constantFrom(0, 1, 2, 2, 3, 5), { nil: undefined, freq: 3 });
const kindKeys = ["expert", "媒体", "public"];
const panelKeys = ["A", "乙", "b"];
const partKeys = ["base", "材料"];

/** Rounds with any mixture of the second edition's settings, small, with few different marks; some rank by places. */
export const randomLaterRound: fc.Arbitrary<StoredRound> = randomRound
  .chain((round) => fc.oneof(laterRound({ ...round, rule: { ...round.rule, level: "sheet" } }), laterRound(round)))
  .chain((round) =>
    fc.nat(9).map((at) => {
      if (at > 1 || round.rule.level !== "sheet") return round;
      return byPlaces(round, at === 0 ? "sum" : round.entries.length % 2 === 0 ? "majority" : "skating");
    }),
  );

/** Rounds that rank by places. */
export const randomPlacedRound: fc.Arbitrary<StoredRound> = randomRound
  .chain((round) => laterRound({ ...round, rule: { ...round.rule, level: "sheet" } }))
  .chain((round) => fc.constantFrom(...placingMethods).map((method) => byPlaces(round, method)));

/** Rounds that rank by places in each criterion; every second one turns the order of the one before, so that many have one sum of places. */
export const randomSkatedRound: fc.Arbitrary<StoredRound> = fc
  .tuple(fc.integer({ min: 4, max: 10 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 5 }), fc.nat(3))
  .chain(([entries, judges, criteria, ties]) => {
    const numbers = Array.from({ length: entries }, (_, at) => at);
    const order =
      ties === 0
        ? fc.array(fc.nat(entries - 1), { minLength: entries, maxLength: entries })
        : fc.shuffledSubarray(numbers, { minLength: entries });
    const sheet = fc.array(order, { minLength: criteria, maxLength: criteria }).map((rows) =>
      rows.map((row, at) => {
        const before = at % 2 === 0 ? undefined : rows[at - 1];
        return before ? before.map((worth) => entries - 1 - worth) : row;
      }),
    );
    return fc
      .array(sheet, { minLength: judges, maxLength: judges })
      .map((given) => skatedRound(numbers.map(String), given));
  });

/** By judge and criterion what the entries get. */
function skatedRound(keys: string[], given: number[][][]): StoredRound {
  const criteria = (given[0] ?? []).map((_, at) => ({ key: `c${at}`, max: 100_000, step: 1, factor: "1.5" }));
  return {
    criteria,
    judges: given.map((_, at) => ({ key: `J${at + 1}`, head: false })),
    entries: keys.map((key) => ({ key, title: "项目", group: null })),
    sheets: given.flatMap((rows, judge) =>
      keys.map((entry, at) => {
        const marks = criteria.map(({ key }, row) => [key, 100 * (rows[row]?.[at] ?? 0)]);
        return { entry, judge: `J${judge + 1}`, marks: Object.fromEntries(marks) };
      }),
    ),
    rule: ruleSchema.parse({
      level: "sheet",
      combine: { method: "mean" },
      missing: "skip",
      ties: [],
      placings: { method: "skating" },
    }),
  };
}

/** The round ranked by places, with whatever still has a meaning there. */
function byPlaces(round: StoredRound, method: (typeof placingMethods)[number]): StoredRound {
  const { rule } = round;
  const points = new Set<string>(pointSettings);
  const ties = rule.ties.filter((step) => !/^(unrounded-total|panel-points|own-total|part:.*|carried:.*)$/.test(step));
  const left = Object.fromEntries(Object.entries(rule).filter(([name]) => !points.has(name)));
  return {
    ...round,
    rule: ruleSchema.parse({ ...left, ties, placings: { method } }),
    judges: round.judges.map((judge) => ({ ...judge, kind: null })),
    parts: [],
    hall: [],
    carried: {},
  };
}

function laterRound(round: StoredRound): fc.Arbitrary<StoredRound> {
  const { rule: first } = round;
  const ofSheets = first.level === "sheet";
  const only = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) => fc.option(arbitrary, { nil: undefined, freq });
  return fc
    .record({
      rounding: only(
        fc.oneof(
          fc.constantFrom("truncate" as const, "half-up" as const),
          fc.record(
            {
              total: fc.constant("truncate" as const),
              normalised: fc.constant("truncate" as const),
              judgeSd: fc.constant("truncate" as const),
            },
            { requiredKeys: [] },
          ),
        ),
      ),
      normalise: ofSheets
        ? only(
            fc.record(
              {
                method: fc.constantFrom("standard-score" as const, "to-pool" as const),
                atLeast: fc.constantFrom(2, 3),
              },
              { requiredKeys: ["method"] },
            ),
            3,
          )
        : fc.constant(undefined),
      center: fc.tuple(fc.constantFrom(50, 0, -3.25, 70.5), fc.constantFrom(10, 1, 0.15)),
      kinds: ofSheets ? only(fc.shuffledSubarray(kindKeys, { minLength: 1 })) : fc.constant(undefined),
      kindOf: fc.infiniteStream(fc.nat(2)).map((stream) => round.judges.map(() => stream.next().value ?? 0)),
      kindCombine: fc.boolean(),
      coefficient: ofSheets
        ? only(
            fc.record({ of: fc.constantFrom("entries" as const, "panels" as const), high: fc.nat(1), low: fc.nat(1) }),
          )
        : fc.constant(undefined),
      panelOf: fc.infiniteStream(fc.nat(2)).map((stream) => round.entries.map(() => stream.next().value ?? 0)),
      withPanels: fc.boolean(),
      headOf: fc.nat(3),
      parts: only(fc.shuffledSubarray(partKeys, { minLength: 1 })),
      scores: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("0", "12.5", "-3", "7.25", "0.125")), {
        maxLength: 10,
      }),
      hall: only(
        fc.record({ of: fc.constantFrom("votes" as const, "most" as const), choices: fc.constantFrom(1, 2) }),
        3,
      ),
      hallMax: fc.constantFrom(30, 100, 0.07, 12.345),
      hallVotes: fc.oneof(
        fc.constant([]),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0, 1, 1, 2, 3, 7, 13, 250)), { minLength: 1, maxLength: 8 }),
      ),
      adjustments: only(
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(-20, -50, 100, 5, -1)), { minLength: 1, maxLength: 6 }),
      ),
      floor: only(fc.constantFrom(0, -1.5, 30)),
      ceiling: only(fc.constantFrom(60, 100)),
      carry: only(fc.shuffledSubarray(["first", "second"], { minLength: 1 })),
      carryWeights: fc.constantFrom([0.4, 1], [0.01, 0.02]),
      carried: fc.array(fc.tuple(fc.nat(), fc.boolean(), fc.constantFrom("0", "60.5", "71.25", "80")), {
        maxLength: 12,
      }),
      weight: fc.option(fc.constantFrom(0.6, 1, 0.333333), { nil: undefined }),
      thresholds: only(
        fc.record(
          {
            total: fc.constantFrom(1, 3, 50),
            criteria: fc.constantFrom({}, { [round.criteria[0]?.key ?? ""]: 1.5 }),
            below: fc.constantFrom("unranked" as const, "marked" as const),
          },
          { requiredKeys: ["below"] },
        ),
      ),
      // Always said, so that no round is one of the first edition
      lacking: fc.constantFrom("last" as const, "skip" as const),
      revisions: only(
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("3", "2.5", "60.25", "-1")), {
          minLength: 1,
          maxLength: 5,
        }),
      ),
      places: fc.record({
        judgeMean: places,
        judgeSd: places,
        normalised: fc.constantFrom(0, 1, 2, 2, 4),
        kind: places,
        judged: places,
        panelMean: places,
        coefficient: places,
        scaled: places,
        overall: places,
      }),
      ties: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      front: fc.boolean(),
    })
    .map((given): StoredRound => {
      const { normalise, kinds, coefficient, parts, carry, places, weight, thresholds } = given;
      const hallKey = given.hall ? parts?.at(-1) : undefined;
      const settings = {
        rounding: given.rounding,
        normalise:
          normalise?.method === "standard-score"
            ? { ...normalise, mean: given.center[0], sd: given.center[1] }
            : normalise,
        kinds: kinds?.map((key, at) => ({
          key,
          label: key,
          weight: [0.7, 0.3, 1.25][at] ?? 1,
          ...(given.kindCombine && at === 0 && { combine: { method: "trimmed-mean", high: 1, low: 0, atLeast: 2 } }),
        })),
        coefficient,
        parts: parts?.map((key, at) => ({
          key,
          label: key,
          min: -100,
          max: 100,
          step: 0.005,
          weight: [1, 0.15][at] ?? 1,
          ...(given.hall && key === hallKey && { min: 0, max: given.hallMax, step: 0.01, hall: given.hall }),
        })),
        floor: given.floor,
        ceiling: given.ceiling,
        carry: carry?.map((round, at) => ({ round, weight: given.carryWeights[at] ?? 1 })),
        weight: carry ? weight : undefined,
        thresholds,
        lacking: given.lacking,
      };
      const later: TieStep[] = [
        "unrounded-total",
        "sum-of-sheets",
        "panel-points",
        "fewest-penalties",
        ...(parts ?? []).map((key): TieStep => `part:${key}`),
        ...(carry ? (["own-total", ...carry.map((key): TieStep => `carried:${key}`)] as TieStep[]) : []),
      ];
      const chosen = later
        .map((step, at) => ({ step, by: given.ties[at] ?? 0 }))
        .filter(({ by }) => by % 2 === 0)
        .sort((a, b) => a.by - b.by)
        .map(({ step }) => step);
      const rule: Rule = ruleSchema.parse({
        ...withSettings(first, settings),
        places: { ...first.places, ...places, ...(normalise ? {} : { normalised: undefined }) },
        ties: (given.front ? [...chosen, ...first.ties] : [...first.ties, ...chosen]).slice(0, MOST_TIE_STEPS),
      });
      const entryAt = (at: number) => round.entries[at % round.entries.length]?.key ?? "";
      const judgeAt = (at: number) => round.judges[at % round.judges.length]?.key ?? "";
      const panelled = given.withPanels || coefficient !== undefined;
      const judges = round.judges.map((judge, at) => ({
        ...judge,
        kind: kinds ? (kinds[(given.kindOf[at] ?? 0) % kinds.length] ?? null) : null,
        panel: panelled && judge.head ? (panelKeys[given.headOf] ?? null) : null,
      }));
      const entries = round.entries.map((entry, at) => ({
        ...entry,
        panel: panelled ? (panelKeys[given.panelOf[at] ?? 0] ?? null) : null,
      }));
      return {
        ...round,
        rule,
        judges,
        entries,
        // The database holds no sheet of a judge on another panel
        sheets: round.sheets.filter((sheet) => {
          const judge = judges.find(({ key }) => key === sheet.judge);
          const entry = entries.find(({ key }) => key === sheet.entry);
          return judge === undefined || entry === undefined || judgesPanel(judge, entry);
        }),
        revisions: ofSheets
          ? onlyOnce(given.revisions ?? [], ([entry, judge]) => `${entryAt(entry)} ${judgeAt(judge)}`).map(
              ([entry, judge, score]) => ({ entry: entryAt(entry), judge: judgeAt(judge), score, reason: "复议" }),
            )
          : [],
        parts: parts
          ? onlyOnce(given.scores, ([entry, part]) => `${entryAt(entry)} ${part % parts.length}`)
              .map(([entry, part, score]) => ({ entry: entryAt(entry), part: parts[part % parts.length] ?? "", score }))
              .filter(({ part }) => part !== hallKey)
          : [],
        hall: hallKey
          ? onlyOnce(given.hallVotes, ([entry]) => entryAt(entry)).map(([entry, votes]) => ({
              entry: entryAt(entry),
              votes,
            }))
          : [],
        adjustments: (given.adjustments ?? []).map(([entry, amount]) => ({
          entry: entryAt(entry),
          amount,
          article: "超时",
          reason: "超时10秒以上",
        })),
        carried: Object.fromEntries(
          (carry ?? []).map((key, at) => [
            key,
            {
              from: "closed",
              totals: Object.fromEntries(
                given.carried
                  .filter(([, second]) => second === (at === 1))
                  .map(([entry, , total]) => [entryAt(entry), total]),
              ),
            },
          ]),
        ),
      };
    });
}

function withSettings(rule: Rule, settings: object): object {
  return { ...rule, ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) };
}

function onlyOnce<T>(list: readonly T[], keyOf: (each: T) => string): T[] {
  return [...new Map(list.map((each) => [keyOf(each), each])).values()];
}
