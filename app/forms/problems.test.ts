import { expect, test } from "vitest";
import { z } from "zod";
import { fieldErrors } from "~/commands/command.ts";
import { fieldProblems, fieldsOf, firstOfEach, noProblems, problemOf, wholeProblem } from "./problems.tsx";

/** The keys of the words for all that a schema refuses, by path. */
function problemsIn(schema: z.ZodType, input: unknown): Record<string, string> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return {};
  return Object.fromEntries(fieldErrors(parsed.error).map((field) => [field.path, problemOf(field)]));
}

test("zod's issues are told apart by their fields, whatever their messages say", () => {
  const said = { error: "another message: array, string, int, NaN" };
  const schema = z.object({
    title: z.string().min(1, said),
    long: z.string().max(2, said),
    rows: z.array(z.string()).min(1, said),
    many: z.array(z.string()).max(1, said),
    low: z.number(said).min(1, said),
    high: z.number(said).max(9, said),
    whole: z.int(said),
    number: z.number(said),
    none: z.string(said),
    choice: z.enum(["a", "b"], said),
    email: z.email(said),
    day: z.iso.date(said),
  });
  const input = {
    title: "",
    long: "abc",
    rows: [],
    many: ["a", "b"],
    low: 0,
    high: 10,
    whole: 1.5,
    number: Number.NaN,
    choice: "c",
    email: "nobody",
    day: "today",
  };
  expect(problemsIn(schema, input)).toEqual({
    title: "required",
    long: "tooLong",
    rows: "tooShort",
    many: "range",
    low: "range",
    high: "range",
    whole: "wholeNumber",
    number: "wholeNumber",
    none: "required",
    choice: "required",
    email: "email",
    day: "format",
  });
});

test("a rule's own reason goes before the code, and a reason is asked for as such", () => {
  const twice = z.string().refine(() => false, { params: { reason: "twice" } });
  const other = z.string().refine(() => false);
  expect(
    problemsIn(z.object({ key: twice, other, reason: z.string().min(1) }), { key: "a", other: "", reason: "" }),
  ).toEqual({ key: "twice", other: "format", reason: "reason" });
});

test("the keys of tracks and groups are written as addresses are, those of criteria more freely", () => {
  const key = { code: "invalid_format", message: "" };
  expect(problemOf({ ...key, path: "choices.tracks.0.key" })).toBe("slug");
  expect(problemOf({ ...key, path: "criteria.0.key" })).toBe("key");
});

test("a field that is wrong twice is named once, with the first", () => {
  const [first, second, other] = ["a", "a", "b"].map((path, at) => ({ path, code: `code-${at}`, message: "" }));
  const error = { type: "invalid-input", fields: [first, second, other] };
  expect(firstOfEach(fieldsOf(error))).toEqual([first, other]);
  expect(fieldsOf({ type: "stale-version" })).toEqual([]);
});

test("problems stand beside their fields and, perhaps in other words, in the summary", () => {
  const { errors, at } = fieldProblems(
    [
      { path: "basics.title", words: "fill it in", summary: "Title: fill it in" },
      { path: "basics.slug", words: "too long" },
    ],
    (path) => path.replace("basics.", ""),
  );
  expect(errors).toEqual([
    { id: "title", message: "Title: fill it in" },
    { id: "slug", message: "too long" },
  ]);
  expect([at("basics.title"), at("basics.other")]).toEqual(["fill it in", undefined]);
  expect(wholeProblem("not now")).toEqual({ ...noProblems, errors: [{ message: "not now" }] });
});
