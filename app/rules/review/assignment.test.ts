import fc from "fast-check";
import { expect, test } from "vitest";
import { type AssignmentTask, computeAssignment, knows, nameOf, type Pair, weightsOf } from "./assignment.ts";

const judge = (id: number, given: { tracks?: number[]; most?: number } = {}) => ({
  id,
  tracks: given.tracks ?? [],
  most: given.most ?? null,
});

function task(given: Partial<Omit<AssignmentTask, "isForbidden">> & { forbidden?: Pair[] }): AssignmentTask {
  const forbidden = new Set((given.forbidden ?? []).map(nameOf));
  return {
    perEntry: 2,
    judges: [judge(1), judge(2), judge(3)],
    entries: [1, 2, 3].map((id) => ({ id, track: null })),
    kept: [],
    takenOff: [],
    present: [],
    ...given,
    isForbidden: (entry, judge) => forbidden.has(nameOf({ entry, judge })),
  };
}

const loads = (pairs: readonly Pair[], judges: readonly { id: number }[]) =>
  judges.map(({ id }) => pairs.filter(({ judge }) => judge === id).length);

test("every entry gets its reviews, and the judges equally many", () => {
  const given = task({ entries: Array.from({ length: 30 }, (_, id) => ({ id, track: null })) });
  const { pairs, shortages } = computeAssignment(given);
  expect(shortages).toEqual([]);
  expect(loads(pairs, given.judges)).toEqual([20, 20, 20]);
});

test("who knows the track goes first, but not for a far heavier load", () => {
  const judges = [judge(1, { tracks: [7] }), judge(2, { tracks: [8] })];
  const mixed = task({
    perEntry: 1,
    judges,
    entries: [1, 2, 3, 4].map((id) => ({ id, track: id % 2 ? 7 : 8 })),
  });
  expect(computeAssignment(mixed).pairs.map(nameOf)).toEqual(["1 1", "2 2", "3 1", "4 2"]);
  const all = task({ perEntry: 1, judges, entries: Array.from({ length: 40 }, (_, id) => ({ id, track: 7 })) });
  // Twenty each would be even: a track is worth a quarter of that in difference, and not a second step more
  expect(loads(computeAssignment(all).pairs, judges)).toEqual([23, 17]);
});

test("what was made by hand or is begun stays, a conflict is never assigned, and who takes ten gets ten", () => {
  const given = task({
    judges: [judge(1, { most: 1 }), judge(2), judge(3), judge(4)],
    kept: [{ entry: 1, judge: 4 }],
    forbidden: [2, 3].map((entry) => ({ entry, judge: 2 })),
  });
  const { pairs, shortages } = computeAssignment(given);
  expect(shortages).toEqual([]);
  expect(pairs[0]).toEqual({ entry: 1, judge: 4 });
  expect(pairs.map(nameOf)).not.toContain("2 2");
  expect(loads(pairs, given.judges)[0]).toBe(1);
});

test("what cannot be had is named with its reason, and shared out evenly", () => {
  const tied = [1, 2, 3].map((judge) => ({ entry: 1, judge }));
  expect(computeAssignment(task({ forbidden: tied })).shortages).toEqual([
    { entry: 1, lacking: 2, conflicts: 3, takenOff: 0, full: 0 },
  ]);
  const off = { takenOff: [1, 2].map((judge) => ({ entry: 1, judge })), forbidden: [{ entry: 1, judge: 2 }] };
  expect(computeAssignment(task(off)).shortages).toEqual([
    { entry: 1, lacking: 1, conflicts: 1, takenOff: 1, full: 0 },
  ]);
  const few = task({ judges: [judge(1, { most: 2 }), judge(2, { most: 1 }), judge(3, { most: 1 })] });
  const { pairs, shortages } = computeAssignment(few);
  expect(pairs).toHaveLength(4);
  expect(shortages.map(({ lacking }) => lacking).sort()).toEqual([1, 1]);
  expect(shortages[0]).toMatchObject({ conflicts: 0, full: 2 });
});

test("of two assignments as good the one that changes nothing is taken", () => {
  const first = computeAssignment(task({})).pairs;
  const turned = first.map(({ entry, judge }) => ({ entry, judge: (judge % 3) + 1 }));
  const again = computeAssignment(task({ present: turned })).pairs;
  expect(again.map(nameOf).sort()).toEqual(turned.map(nameOf).sort());
});

const tasks = fc
  .record({ entries: fc.integer({ min: 1, max: 3 }), judges: fc.integer({ min: 1, max: 3 }) })
  .chain((size) => {
    const pair = fc.record({
      entry: fc.integer({ min: 1, max: size.entries }),
      judge: fc.integer({ min: 1, max: size.judges }),
    });
    const some = fc.uniqueArray(pair, { selector: nameOf, maxLength: 3 });
    return fc.record({
      perEntry: fc.integer({ min: 1, max: 3 }),
      judges: fc.tuple(
        ...Array.from({ length: size.judges }, (_, at) =>
          fc
            .record({
              tracks: fc.uniqueArray(fc.integer({ min: 1, max: 2 })),
              most: fc.option(fc.integer({ min: 1, max: 3 })),
            })
            .map((rest) => ({ id: at + 1, ...rest })),
        ),
      ),
      entries: fc.tuple(
        ...Array.from({ length: size.entries }, (_, at) =>
          fc.option(fc.integer({ min: 1, max: 2 })).map((track) => ({ id: at + 1, track })),
        ),
      ),
      forbidden: some,
      takenOff: some,
      kept: some,
      present: some,
    });
  })
  .map(task);

test("no other assignment is better: every one of small tasks tried", () => {
  fc.assert(
    fc.property(tasks, (given) => {
      const { pairs } = computeAssignment(given);
      expect(isAllowed(given, pairs)).toBe(true);
      const best = [...everyAssignment(given)].map((each) => measureOf(given, each)).sort(byMeasure)[0];
      expect(measureOf(given, pairs)).toEqual(best);
    }),
    { numRuns: 300 },
  );
});

/** Kept ones may conflict, overfill a judge or an entry; what is added may not. */
function isAllowed(given: AssignmentTask, pairs: readonly Pair[]): boolean {
  const names = pairs.map(nameOf);
  const kept = new Set(given.kept.map(nameOf));
  const added = pairs.filter((pair) => !kept.has(nameOf(pair)));
  const takenOff = new Set(given.takenOff.map(nameOf));
  const has = (side: keyof Pair, id: number) => pairs.filter((pair) => pair[side] === id).length;
  return (
    new Set(names).size === names.length &&
    [...kept].every((name) => names.includes(name)) &&
    added.every(
      ({ entry, judge }) =>
        !given.isForbidden(entry, judge) &&
        !takenOff.has(nameOf({ entry, judge })) &&
        has("entry", entry) <= given.perEntry &&
        has("judge", judge) <= (given.judges.find(({ id }) => id === judge)?.most ?? 99),
    )
  );
}

function* everyAssignment(given: AssignmentTask): Generator<Pair[]> {
  const kept = new Set(given.kept.map(nameOf));
  const free = given.entries.flatMap((entry) =>
    given.judges.map((judge) => ({ entry: entry.id, judge: judge.id })).filter((pair) => !kept.has(nameOf(pair))),
  );
  for (let mask = 0; mask < 2 ** free.length; mask++) {
    const pairs = [...given.kept, ...free.filter((_, at) => (mask >> at) & 1)];
    if (isAllowed(given, pairs)) yield pairs;
  }
}

/** Fewer reviews lacking, then more evenly lacking, then of less weight. */
function measureOf(given: AssignmentTask, pairs: readonly Pair[]): number[] {
  const weights = weightsOf(given);
  const kept = new Set(given.kept.map(nameOf));
  const present = new Set(given.present.map(nameOf));
  const lacking = given.entries.map(({ id }) =>
    Math.max(0, given.perEntry - pairs.filter(({ entry }) => entry === id).length),
  );
  const added = pairs.filter((pair) => !kept.has(nameOf(pair)));
  const weight = added.reduce((sum, pair) => {
    const judge = given.judges.find(({ id }) => id === pair.judge);
    const entry = given.entries.find(({ id }) => id === pair.entry);
    const known = judge && entry && knows(judge, entry);
    return sum + (known ? 0 : weights.otherTrack) + (present.has(nameOf(pair)) ? 0 : weights.change);
  }, 0);
  const load = loads(pairs, given.judges).reduce((sum, count) => sum + weights.load * count ** 2, 0);
  return [
    lacking.reduce((sum, each) => sum + each, 0),
    lacking.reduce((sum, each) => sum + each ** 2, 0),
    weight + load,
  ];
}

function byMeasure(a: number[], b: number[]): number {
  return a.map((each, at) => each - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

test("two thousand entries, sixty judges, three reviews each: within seconds, none in conflict, evenly", () => {
  const entries = Array.from({ length: 2000 }, (_, id) => ({ id, track: id % 9 }));
  const judges = Array.from({ length: 60 }, (_, id) => judge(id, { tracks: [id % 9, (id * 7) % 9] }));
  const isForbidden = (entry: number, judge: number) => (entry * 31 + judge * 17) % 23 === 0;
  // The processor's time: the clock would measure what else the machine does
  const began = process.cpuUsage();
  const given = { ...task({ perEntry: 3, entries, judges }), isForbidden };
  const { pairs, shortages } = computeAssignment(given);
  const seconds = process.cpuUsage(began).user / 1_000_000;
  expect(shortages).toEqual([]);
  expect(pairs.filter(({ entry, judge }) => isForbidden(entry, judge))).toEqual([]);
  const each = loads(pairs, judges);
  expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(25);
  expect(seconds).toBeLessThan(10);
}, 120_000);

test("where panels judge side by side each judges its own entries, and who sits on all of them both", () => {
  const onPanel = (id: number, panel: string | null) => ({ ...judge(id), panel });
  const given = task({
    judges: [onPanel(1, "A"), onPanel(2, "A"), onPanel(3, "B"), onPanel(4, null)],
    entries: [1, 2, 3, 4, 5].map((id) => ({ id, track: null, panel: id < 4 ? "A" : "B" })),
  });
  const { pairs, shortages } = computeAssignment(given);
  expect(shortages).toEqual([]);
  expect(pairs).toHaveLength(10);
  const wrong = pairs.filter(({ entry, judge: of }) => of !== 4 && (entry < 4 ? of === 3 : of !== 3));
  expect(wrong).toEqual([]);
});

test("a panel with too few judges lacks reviews, and those of others are no reason for it", () => {
  const given = task({
    judges: [
      { ...judge(1), panel: "A" },
      { ...judge(2), panel: "B" },
      { ...judge(3), panel: "B" },
    ],
    entries: [{ id: 1, track: null, panel: "A" }],
  });
  expect(computeAssignment(given).shortages).toEqual([{ entry: 1, lacking: 1, conflicts: 0, takenOff: 0, full: 0 }]);
});
