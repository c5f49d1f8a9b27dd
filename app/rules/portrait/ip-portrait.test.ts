import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patentKinds, patentOwnerships, patentStatuses } from "~/rules/applications/application-terms.ts";
import { isDoubt, portraitOf, portraitOfAll, rightsOf, withoutHolders } from "./ip-portrait.ts";

const context = { asOf: 2026 };
const invention = {
  kind: "invention",
  title: "一种耦合器",
  number: "ZL200410016940.6",
  ownership: "company",
  status: "granted",
};
const of = (declared: object[], more: object = {}) => {
  const all = { ...context, ...more };
  return portraitOf(rightsOf(declared as never, all), all);
};
const factsOf = (declared: object[], more: object = {}) => of(declared, more).facts;

describe("figures", () => {
  test("count types by status, holders and years, in the order of their terms", () => {
    const portrait = of([
      { ...invention, kind: "software", number: "2024SR0000001" },
      invention,
      { ...invention, number: "202310000001", status: "filed", ownership: "joint" },
      { kind: "invention", title: "无编号" },
    ]);
    expect(portrait).toMatchObject({
      total: 4,
      kinds: [
        {
          kind: "invention",
          total: 3,
          statuses: [
            { status: "granted", count: 1 },
            { status: "filed", count: 1 },
            { status: "unsaid", count: 1 },
          ],
        },
        { kind: "software", total: 1, statuses: [{ status: "granted", count: 1 }] },
      ],
      holders: [
        { holder: "company", count: 2 },
        { holder: "joint", count: 1 },
        { holder: "unsaid", count: 1 },
      ],
      earlier: 1,
      yearless: 1,
    });
    expect(portrait.years).toHaveLength(15);
    expect(portrait.years.at(-1)).toEqual({ year: 2024, granted: 1, pending: 0 });
    expect(portrait.years.at(-2)).toEqual({ year: 2023, granted: 0, pending: 1 });
    expect(portrait.years[0]).toEqual({ year: 2010, granted: 0, pending: 0 });
  });

  test("are empty for who declares nothing, or rows without a word", () => {
    for (const none of [undefined, [], [{ kind: "", title: " " }]]) {
      const portrait = portraitOf(rightsOf(none, context), context);
      expect(portrait).toEqual({ total: 0, kinds: [], holders: [], years: [], earlier: 0, yearless: 0, facts: [] });
    }
  });

  test.each([
    ["leader", "leader"],
    [" 沈一禾 ", "leader"],
    ["湖光科技", "company"],
    ["湖州大学", "other"],
    ["", "unsaid"],
  ])("the holder «%s» is %s", (ownership, holder) => {
    const names = { leaderName: "沈一禾", companyName: "湖光科技" };
    expect(of([{ ...invention, ownership }], names).holders).toEqual([{ holder, count: 1 }]);
  });
});

describe("facts", () => {
  test("tell what is granted, the newest and whose it is", () => {
    expect(
      factsOf([invention, { ...invention, number: "202310000001", status: "filed", ownership: "licensed" }]),
    ).toEqual([
      { type: "held-by-others", count: 1, rights: [{ title: "一种耦合器", place: 2 }] },
      { type: "granted-share", granted: 1, of: 2, percent: 50 },
      { type: "own-share", own: 1, of: 2, percent: 50 },
      { type: "newest", year: 2023, count: 1 },
    ]);
  });

  test.each([
    ["a right of another", { ownership: "other" }, "held-by-others"],
    ["a right of a holder in free words", { ownership: "湖州大学" }, "held-by-others"],
    ["a licence", { ownership: "licensed" }, "held-by-others"],
    ["a right held with others", { ownership: "joint" }, "joint"],
    ["a right without a holder", { ownership: "" }, "holder-unsaid"],
    ["a wrong number", { number: "ZL200410016940.7" }, "number-flawed"],
    ["a granted right without a number", { number: "" }, "granted-without-number"],
  ])("%s is to be looked at", (_, change, type) => {
    const doubts = factsOf([{ ...invention, ...change }]).filter(isDoubt);
    expect(doubts.map((fact) => fact.type)).toEqual([type]);
  });

  test("nothing is to be looked at where all is in order", () => {
    expect(factsOf([invention], { company: true }).filter(isDoubt)).toEqual([]);
  });

  test("what the leader holds is to be brought into the company, where there is one", () => {
    const leaders = [{ ...invention, ownership: "leader" }];
    expect(factsOf(leaders, { company: true }).filter(isDoubt)).toMatchObject([{ type: "with-leader", count: 1 }]);
    expect(factsOf(leaders, { company: false }).filter(isDoubt)).toEqual([]);
  });

  test("a number is found again however it is written: in the project, and in another", () => {
    const facts = factsOf([invention, { ...invention, title: "又一种", number: "CN 200410016940.6" }], {
      elsewhere: [
        { number: "2004100169406", codes: ["WXT-000002"] },
        { number: "2021SR0000001", codes: ["WXT-000003"] },
      ],
    });
    expect(facts.slice(0, 2)).toEqual([
      { type: "number-elsewhere", number: "2004100169406", codes: ["WXT-000002"] },
      { type: "number-twice", number: "2004100169406", count: 2 },
    ]);
  });

  test("what is mostly from the year of the application or the one before is called so", () => {
    const [old, fresh] = ["202110000001", "202510000001"].map((number) => ({ ...invention, number }));
    const recent = (...declared: object[]) => factsOf(declared).find(({ type }) => type === "recent");
    expect(recent(old as object, fresh as object)).toBeUndefined();
    expect(recent(fresh as object)).toEqual({ type: "recent", count: 1, of: 1, since: 2025 });
  });
});

test("without holders nothing says whose a right is, nor its number", () => {
  const more = { elsewhere: [{ number: "2004100169406", codes: ["WXT-000002"] }], company: true };
  const declared = [
    { ...invention, ownership: "湖州大学" },
    { ...invention, ownership: "leader" },
    { ...invention, ownership: "joint", number: "ZL200410016940.7" },
    { ...invention, ownership: "", number: "" },
  ];
  const shown = withoutHolders(of(declared, more));
  expect(shown.facts.map(({ type }) => type)).toEqual(["granted-share", "newest"]);
  expect(shown.holders).toEqual([]);
  expect(JSON.stringify(shown)).not.toMatch(/20041001694|WXT|湖州大学|joint|leader/);
});

const text = (known: readonly string[]) => fc.oneof(fc.constantFrom(...known, ""), fc.string({ maxLength: 5 }));
const declaredRight = fc.record({
  kind: text(patentKinds),
  title: fc.string({ maxLength: 5 }),
  number: fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.integer({ min: 1990, max: 2030 }).map((year) => `${year}10000001`),
    fc.integer({ min: 1990, max: 2030 }).map((year) => `${year}SR0000001`),
  ),
  ownership: text(patentOwnerships),
  status: text(patentStatuses),
});
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

test("each picture counts every right once, whatever was declared", () => {
  fc.assert(
    fc.property(fc.array(declaredRight, { maxLength: 12 }), (declared) => {
      const { total, kinds, holders, years, earlier, yearless } = of(declared);
      expect(sum(kinds.map((kind) => kind.total))).toBe(total);
      for (const kind of kinds) expect(sum(kind.statuses.map(({ count }) => count))).toBe(kind.total);
      expect(sum(holders.map(({ count }) => count))).toBe(total);
      expect(sum(years.map(({ granted, pending }) => granted + pending)) + earlier + yearless).toBe(total);
      expect(years.map(({ year }) => year)).toEqual(years.map((_, at) => (years[0]?.year ?? 0) + at));
    }),
  );
});

test("figures do not depend on the order in which rights were declared", () => {
  const list = fc.array(declaredRight, { maxLength: 8 });
  fc.assert(
    fc.property(
      list.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([declared, shuffled]) => {
        const figures = ({ facts, ...rest }: ReturnType<typeof of>) => rest;
        expect(figures(of(shuffled))).toEqual(figures(of(declared)));
      },
    ),
  );
});

test("the portrait of all is that of their rights together, and names what several declare", () => {
  fc.assert(
    fc.property(fc.array(fc.array(declaredRight, { maxLength: 4 }), { maxLength: 5 }), (each) => {
      const projects = each.map((declared, at) => ({ code: `P${at}`, rights: rightsOf(declared, context) }));
      const all = portraitOfAll(projects, context.asOf);
      const together = portraitOf(
        projects.flatMap(({ rights }) => rights),
        context,
      );
      const { facts: _, ...figures } = together;
      expect(all).toMatchObject(figures);
      for (const fact of all.facts) if (fact.type === "number-shared") expect(fact.codes.length).toBeGreaterThan(1);
    }),
  );
  const projects = ["A", "B", "C"].map((code, at) => ({
    code,
    rights: rightsOf(at === 2 ? [] : [invention, { ...invention, number: "" }], context),
  }));
  expect(portraitOfAll(projects, 2026).facts.slice(0, 2)).toEqual([
    { type: "number-shared", number: "2004100169406", codes: ["A", "B"] },
    { type: "projects-with", projects: 2, of: 3, percent: 67 },
  ]);
  expect(portraitOfAll([], 2026)).toMatchObject({ total: 0, facts: [] });
});
