import { describe, expect, test } from "vitest";
import { sampleObjection } from "~db/seed/factories/objections.ts";
import { alarmOf, type CountedObjection, dueOn, figuresOf, objectionSchema, receiptNumber } from "./objection.ts";

const reasonOf = (change: object) => {
  const parsed = objectionSchema.safeParse({ ...sampleObjection, ...change });
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  return [issue?.path.join("."), issue?.code === "custom" ? issue.params?.reason : issue?.code];
};

describe("an objection", () => {
  test.each([
    ["of a person with name and contact", {}, null],
    ["with an e-mail alone", { phone: "" }, null],
    ["with a phone alone", { email: "" }, null],
    ["to the list as a whole", { entry: "" }, null],
    ["of a unit with whoever speaks for it", { kind: "unit", name: "湖州某科技有限公司", contactPerson: "李四" }, null],
    ["without a name", { name: " " }, ["name", "too_small"]],
    ["that is anonymous", { name: "匿名" }, ["name", "no-name"]],
    ["that is anonymous in English", { name: "Anonymous" }, ["name", "no-name"]],
    ["with a name of no letters", { name: "12345" }, ["name", "no-name"]],
    ["without any contact", { phone: "", email: "" }, ["phone", "no-contact"]],
    ["with a phone that is none", { phone: "call me" }, ["phone", "no-phone"]],
    ["with an e-mail that is none", { email: "wang" }, ["email", "no-email"]],
    ["of a unit for which nobody speaks", { kind: "unit" }, ["contactPerson", "no-contact-person"]],
    ["without facts", { facts: "假的" }, ["facts", "too_small"]],
    ["without grounds", { grounds: "" }, ["grounds", "too_small"]],
    ["that is not signed", { signed: false }, ["signed", "not-signed"]],
    ["without consent", { consent: false }, ["consent", "no-consent"]],
  ])("%s", (_what, change, reason) => {
    expect(reasonOf(change)).toEqual(reason);
  });
});

test("a receipt has a number that nobody misreads", () => {
  expect(receiptNumber([0, 1, 2, 3, 4, 29])).toBe("YY-23456Z");
  expect(() => receiptNumber([0, 1, 2, 3, 4, 30])).toThrow("draws in range");
});

test("it is due so many Chinese working days after the day in Beijing on which it came", () => {
  expect(dueOn(new Date("2026-11-23T15:59:00Z"), 5)).toBe("2026-11-30");
  expect(dueOn(new Date("2026-11-23T16:00:00Z"), 5)).toBe("2026-12-01");
  expect(dueOn(new Date("2026-02-12T02:00:00Z"), 5)).toBe("2026-02-26");
});

describe("its day", () => {
  const day = (at: string, state: "received" | "upheld" = "received") =>
    alarmOf({ state, dueOn: "2026-12-07" }, new Date(`${at}T04:00:00Z`));
  test.each([
    ["2026-12-02", "calm"],
    ["2026-12-03", "soon"],
    ["2026-12-07", "soon"],
    ["2026-12-08", "overdue"],
  ])("on %s is %s", (at, alarm) => {
    expect(day(at)).toBe(alarm);
  });
  test("alarms nobody once it is decided", () => {
    expect(day("2026-12-31", "upheld")).toBe(null);
  });
});

test("the figures count each objection once, and the working days of those decided", () => {
  const at = new Date("2026-12-10T04:00:00Z");
  const one = (state: CountedObjection["state"], filed: string, due: string, decided: string | null) => ({
    state,
    dueOn: due,
    filedAt: new Date(`${filed}T04:00:00Z`),
    decidedAt: decided === null ? null : new Date(`${decided}T04:00:00Z`),
  });
  const all = [
    one("received", "2026-12-01", "2026-12-08", null),
    one("assigned", "2026-12-04", "2026-12-18", null),
    one("upheld", "2026-11-27", "2026-12-04", "2026-12-01"),
    one("dismissed", "2026-11-27", "2026-12-04", "2026-12-04"),
    one("inadmissible", "2026-11-27", "2026-12-04", "2026-11-28"),
  ];
  expect(figuresOf(all, at)).toEqual({
    received: 5,
    open: 2,
    upheld: 1,
    dismissed: 1,
    inadmissible: 1,
    overdue: 1,
    meanWorkingDays: 7 / 3,
  });
  expect(figuresOf([], at).meanWorkingDays).toBe(null);
});
