import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  alarmOf,
  alarmOfMilestone,
  daysBetween,
  deadlinesOf,
  hasLanded,
  type LandingStep,
  landingMonthsSchema,
  landingSteps,
  type Milestone,
  mayReopen,
  monthsAfter,
  nextMilestone,
  platformOf,
  refusalOfDone,
  refusalOfPayment,
  stateOf,
} from "./landing.ts";
import { figuresOf, filterLandings, landingFilterOf } from "./landing-figures.ts";

const usual = { intention: 6, agreement: 6, registration: 6, capital: 12, funds: 12 } as const;

/** The milestones of a landing from the first of January on, those named done on their days. */
function milestones(done: Partial<Record<LandingStep, string>> = {}): Milestone[] {
  return deadlinesOf("2027-01-01", usual).map((each) => ({ ...each, doneOn: done[each.step] ?? null }));
}

const day = fc.integer({ min: 0, max: 1500 }).map((days) => {
  return new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
});
const someDone = fc
  .record(Object.fromEntries(landingSteps.map((step) => [step, fc.option(day, { nil: undefined })])))
  .map((done) => milestones(done as Partial<Record<LandingStep, string>>));

describe("a landing stands", () => {
  test.each([
    [{}, "open", "intention"],
    [{ intention: "2027-01-05" }, "intention", "agreement"],
    [{ intention: "2027-01-05", registration: "2027-03-01" }, "registration", "agreement"],
    [
      {
        intention: "2027-01-05",
        agreement: "2027-02-01",
        registration: "2027-03-01",
        capital: "2027-04-01",
        funds: "2027-05-01",
      },
      "funds",
      undefined,
    ],
  ] as const)("with %j at %s, before %s", (done, state, next) => {
    expect(stateOf({ milestones: milestones(done), givenUp: false })).toBe(state);
    expect(nextMilestone(milestones(done))?.step).toBe(next);
    expect(stateOf({ milestones: milestones(done), givenUp: true })).toBe("given-up");
  });

  test("at the furthest milestone that is done, whatever the order; landed means registered and not given up", () => {
    fc.assert(
      fc.property(someDone, fc.boolean(), (all, givenUp) => {
        const done = all.filter(({ doneOn }) => doneOn !== null).map(({ step }) => step);
        expect(stateOf({ milestones: all, givenUp })).toBe(givenUp ? "given-up" : (done.at(-1) ?? "open"));
        expect(hasLanded({ milestones: all, givenUp })).toBe(!givenUp && done.includes("registration"));
        const next = nextMilestone(all);
        expect(next === null).toBe(done.length === landingSteps.length);
        if (next) expect(next.doneOn).toBeNull();
      }),
    );
  });
});

describe("a milestone is done", () => {
  const agreed = milestones({ intention: "2027-01-05", agreement: "2027-02-01" });
  const on = (step: LandingStep, doneOn: string, reason: string | null = null) => ({
    step,
    doneOn,
    reason,
    today: "2027-06-01",
  });
  test.each([
    ["in its order", agreed, on("registration", "2027-03-01"), null],
    ["today", agreed, on("registration", "2027-06-01"), null],
    ["never tomorrow", agreed, on("registration", "2027-06-02", "为何不可"), "in-future"],
    ["once", agreed, on("agreement", "2027-02-02"), "milestone-done"],
    ["not before the one before it is", agreed, on("capital", "2027-03-01"), "out-of-order"],
    ["not on a day before that of the one before it", agreed, on("registration", "2027-01-31"), "out-of-order"],
    ["out of order for a reason", agreed, on("capital", "2027-03-01", "先行注资"), null],
    [
      "not on a day after that of a later one",
      milestones({ registration: "2027-03-01" }),
      on("intention", "2027-03-02"),
      "out-of-order",
    ],
    [
      "the funds never without the agreement",
      milestones(),
      on("funds", "2027-03-01", "先行兑现"),
      "funds-need-agreement",
    ],
    ["the funds never before the agreement", agreed, on("funds", "2027-01-31", "先行兑现"), "funds-need-agreement"],
    ["the funds out of order for a reason", agreed, on("funds", "2027-03-01", "提前兑现"), null],
  ] as const)("%s", (_, before, given, refusal) => {
    expect(refusalOfDone(before, given)).toBe(refusal);
  });

  test("without a reason leaves days that never run backwards, and nothing ahead of today", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ step: fc.constantFrom(...landingSteps), doneOn: day }), { maxLength: 20 }),
        day,
        (acts, today) => {
          let all = milestones();
          for (const act of acts) {
            if (refusalOfDone(all, { ...act, reason: null, today }) !== null) continue;
            all = all.map((each) => (each.step === act.step ? { ...each, doneOn: act.doneOn } : each));
          }
          const days = all.map(({ doneOn }) => doneOn);
          const done = days.filter((each) => each !== null);
          expect(days.slice(0, done.length)).toEqual(done);
          expect([...done].sort()).toEqual(done);
          for (const each of done) expect(each <= today).toBe(true);
        },
      ),
    );
  });

  test("a reason opens every order but the funds' without an agreement", () => {
    fc.assert(
      fc.property(someDone, fc.constantFrom(...landingSteps), day, (all, step, doneOn) => {
        const refusal = refusalOfDone(all, { step, doneOn, reason: "有原因", today: "2099-01-01" });
        const agreedOn = all.find((each) => each.step === "agreement")?.doneOn;
        const isDone = all.some((each) => each.step === step && each.doneOn !== null);
        const unpayable = step === "funds" && !(agreedOn && agreedOn <= doneOn);
        expect(refusal).toBe(isDone ? "milestone-done" : unpayable ? "funds-need-agreement" : null);
      }),
    );
  });

  test("instalments of the funds need the agreement, and end with the last", () => {
    expect(refusalOfPayment(agreed, "2027-02-01", "2027-06-01")).toBeNull();
    expect(refusalOfPayment(agreed, "2027-06-02", "2027-06-01")).toBe("in-future");
    expect(refusalOfPayment(agreed, "2027-01-31", "2027-06-01")).toBe("funds-need-agreement");
    expect(refusalOfPayment(milestones(), "2027-02-01", "2027-06-01")).toBe("funds-need-agreement");
    const all = milestones({ agreement: "2027-02-01", funds: "2027-03-01" });
    expect(refusalOfPayment(all, "2027-04-01", "2027-06-01")).toBe("milestone-done");
    expect([mayReopen("agreement", true), mayReopen("agreement", false), mayReopen("capital", true)]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe("deadlines", () => {
  test.each([
    ["2026-12-20", 6, "2027-06-20"],
    ["2026-08-31", 6, "2027-02-28"],
    ["2027-08-31", 6, "2028-02-29"],
    ["2028-02-29", 12, "2029-02-28"],
  ])("%s and %i months later: %s", (from, count, to) => {
    expect(monthsAfter(from, count)).toBe(to);
  });

  test("never skip a month, and keep the order of their starts", () => {
    fc.assert(
      fc.property(day, day, fc.constantFrom(6, 12), (one, other, count) => {
        const [first = "", second = ""] = [one, other].sort();
        expect(monthsAfter(first, count) <= monthsAfter(second, count)).toBe(true);
        const monthOf = (each: string) => Number(each.slice(0, 4)) * 12 + Number(each.slice(5, 7));
        expect(monthOf(monthsAfter(first, count)) - monthOf(first)).toBe(count);
      }),
    );
  });

  test("of a later milestone never give it fewer months", () => {
    expect(landingMonthsSchema.safeParse(usual).success).toBe(true);
    expect(landingMonthsSchema.safeParse({ ...usual, funds: 6 }).error?.issues[0]?.path).toEqual(["funds"]);
    expect(landingMonthsSchema.safeParse({ ...usual, funds: 9 }).success).toBe(false);
  });

  test.each([
    ["2027-05-31", null],
    ["2027-06-01", "soon"],
    ["2027-07-01", "soon"],
    ["2027-07-02", "overdue"],
  ])("alarm on %s: %s", (today, alarm) => {
    expect(alarmOfMilestone({ dueOn: "2027-07-01", doneOn: null }, today)).toBe(alarm);
    expect(alarmOfMilestone({ dueOn: "2027-07-01", doneOn: "2027-07-30" }, today)).toBeNull();
  });

  test("alarm as the worst milestone that is not done, and never of what was given up", () => {
    fc.assert(
      fc.property(someDone, day, (all, today) => {
        const open = all.filter(({ doneOn }) => doneOn === null);
        const left = open.map(({ dueOn }) => daysBetween(today, dueOn));
        const worst = left.some((each) => each < 0) ? "overdue" : left.some((each) => each <= 30) ? "soon" : null;
        expect(alarmOf({ milestones: all, givenUp: false }, today)).toBe(worst);
        expect(alarmOf({ milestones: all, givenUp: true }, today)).toBeNull();
      }),
    );
  });
});

const made = { platform: null, capital: null, funds: 0, givenUp: false, ownerId: "a", milestones: milestones() };

test("the figures of an edition count what stands, and the median from the final on", () => {
  const registered = (on: string) => milestones({ registration: on });
  const all = [
    { ...made, milestones: registered("2027-01-11"), capital: 5_000_000, platform: "high-tech-zone" as const },
    { ...made, milestones: registered("2027-01-31"), funds: 300_000, platform: "development-zone" as const },
    { ...made, milestones: registered("2026-12-01") },
    { ...made, milestones: registered("2027-02-01"), capital: 9, funds: 9, givenUp: true },
    made,
  ];
  expect(figuresOf(all, "2027-01-01")).toEqual({
    all: 5,
    landed: 3,
    share: 0.6,
    capital: 5_000_000,
    funds: 300_000,
    medianDays: 20,
    byState: { open: 1, intention: 0, agreement: 0, registration: 3, capital: 0, funds: 0, "given-up": 1 },
    byPlatform: { "high-tech-zone": 1, "development-zone": 1, undecided: 2 },
  });
  expect(figuresOf(all, null).medianDays).toBeNull();
  expect(figuresOf([], "2027-01-01")).toMatchObject({ all: 0, share: null, medianDays: null });
});

test("the filter keeps what an address can mean, and narrows by platform, owner and alarm", () => {
  const read = (query: string) => landingFilterOf(new URLSearchParams(query));
  expect(read("platform=moon&alarm=never&owner=%3Cb%3E&page=2")).toEqual({});
  expect(read("platform=undecided&alarm=overdue&owner=a-1")).toEqual({
    platform: "undecided",
    alarm: "overdue",
    owner: "a-1",
  });
  const all = [made, { ...made, platform: "high-tech-zone" as const, ownerId: "b" }];
  const found = (query: string, today = "2027-01-02") => filterLandings(all, read(query), today).length;
  expect([found(""), found("platform=undecided"), found("platform=high-tech-zone&owner=a")]).toEqual([2, 1, 0]);
  expect([found("owner=b"), found("alarm=overdue"), found("alarm=overdue", "2027-07-02")]).toEqual([1, 0, 2]);
});

test("an application's intention names a platform or none", () => {
  expect(["high-tech-zone", "development-zone", "undecided", "", undefined].map(platformOf)).toEqual([
    "high-tech-zone",
    "development-zone",
    null,
    null,
    null,
  ]);
});
