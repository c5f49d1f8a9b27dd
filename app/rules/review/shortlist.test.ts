import fc from "fast-check";
import { expect, test } from "vitest";
import { planShortlist, type ShortlistCandidate, type ShortlistChoice } from "./shortlist.ts";

const candidate = (id: number, rank: number | null, given: Partial<ShortlistCandidate> = {}): ShortlistCandidate => ({
  id,
  version: 1,
  entry: String(id),
  title: `项目${id}`,
  group: "team",
  rank,
  total: null,
  wished: "sh",
  ...given,
});
const heats = [
  { slug: "sh", title: "上海", titleEn: null, free: 10 },
  { slug: "bj", title: "北京", titleEn: null, free: 2 },
];
const choice: ShortlistChoice = {
  into: null,
  places: { sh: 2, bj: 2 },
  byGroup: false,
  ties: "all",
  others: "waiting",
};
const ids = (list: ShortlistCandidate[] = []) => list.map(({ id }) => id);

test("the first of each heat go on, by rank; ranks are those of the whole list", () => {
  const { lines, overfull, unplaced } = planShortlist(
    [
      candidate(1, 4),
      candidate(2, 1),
      candidate(3, 9),
      candidate(4, 2, { wished: "bj" }),
      candidate(5, null, { wished: "bj" }),
    ],
    heats,
    choice,
  );
  expect(lines.map(({ heat, in: going, out }) => [heat, ids(going), ids(out)])).toEqual([
    ["sh", [2, 1], [3]],
    ["bj", [4], [5]],
  ]);
  expect([overfull, unplaced]).toEqual([[], []]);
});

test.each([
  ["all", [1, 2, 3], [4]],
  ["none", [1], [2, 3, 4]],
] as const)("who shares the line: %s go on", (ties, going, out) => {
  const tied = [candidate(1, 1), candidate(2, 2), candidate(3, 2), candidate(4, 4)];
  const [line] = planShortlist(tied, heats, { ...choice, ties }).lines;
  expect([ids(line?.in), ids(line?.shared), ids(line?.out)]).toEqual([going, [2, 3], out]);
});

test("a shared place that has room for all is no tie at the line", () => {
  const [line] = planShortlist([candidate(1, 1), candidate(2, 1), candidate(3, 3)], heats, choice).lines;
  expect([ids(line?.in), line?.shared]).toEqual([[1, 2], []]);
});

test("by groups each has its own line", () => {
  const mixed = [candidate(1, 1), candidate(2, 2), candidate(3, 3), candidate(4, 9, { group: "company" })];
  const { lines } = planShortlist(mixed, heats, { ...choice, byGroup: true });
  expect(lines.map(({ heat, group, in: going }) => [heat, group, ids(going)])).toEqual([
    ["sh", "team", [1, 2]],
    ["sh", "company", [4]],
  ]);
});

test("all into one heat, whatever was wished for; and without a heat to go to nobody is moved", () => {
  const lost = [candidate(1, 1, { wished: null }), candidate(2, 2, { wished: "nowhere" })];
  expect(ids(planShortlist(lost, heats, choice).unplaced)).toEqual([1, 2]);
  const one = planShortlist(lost, heats, { ...choice, into: "bj" });
  expect(ids(one.lines.find(({ heat }) => heat === "bj")?.in)).toEqual([1, 2]);
});

test("a heat that would be overfull is named", () => {
  const tied = [1, 2, 3].map((id) => candidate(id, 1, { wished: "bj" }));
  expect(planShortlist(tied, heats, choice).overfull).toEqual([{ heat: "bj", going: 3, free: 2 }]);
});

const candidates = fc
  .array(fc.tuple(fc.option(fc.integer({ min: 1, max: 4 })), fc.constantFrom("team", "company")), { maxLength: 8 })
  .map((all) => all.map(([rank, group], id) => candidate(id, rank, { group })));

test("nobody who goes on is behind anybody who does not, everybody stands once, and the line is passed only by a tie", () => {
  fc.assert(
    fc.property(
      candidates,
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom("all" as const, "none" as const),
      fc.boolean(),
      (all, places, ties, byGroup) => {
        const { lines } = planShortlist(all, heats, { ...choice, places: { sh: places }, ties, byGroup });
        const stood = lines.flatMap((line) => ids([...line.in, ...line.out]));
        expect(stood.sort((a, b) => a - b)).toEqual(ids(all));
        for (const line of lines) {
          const worst = Math.max(...line.in.map(({ rank }) => rank ?? Number.POSITIVE_INFINITY), 0);
          expect(line.out.every(({ rank }) => rank === null || rank > worst)).toBe(true);
          if (line.shared.length === 0) expect(line.in.length).toBeLessThanOrEqual(places);
        }
      },
    ),
  );
});

test("the digest changes with whatever the cut rests on", () => {
  const base = [candidate(1, 1), candidate(2, 2)];
  const digest = (all: ShortlistCandidate[], given: Partial<ShortlistChoice> = {}, free = heats) =>
    planShortlist(all, free, { ...choice, ...given }).digest;
  const first = digest(base);
  expect(digest(base)).toBe(first);
  const others = [
    digest([candidate(1, 1), candidate(2, 3)]),
    digest([candidate(1, 1), candidate(2, 2, { version: 2 })]),
    digest(base, { others: "ineligible" }),
    digest(base, { places: { sh: 1 } }),
    digest(base, {}, [{ slug: "sh", title: "上海", titleEn: null, free: 9 }]),
  ];
  expect(others).not.toContain(first);
});
