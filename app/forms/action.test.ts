import { expect, test } from "vitest";
import { z } from "zod";
import { answerForm, answerScript, parseForm, refused, statusOf } from "./action.ts";
import { numberOf, rowsOf, textOf, textsOf } from "./fields.ts";

function formOf(fields: [string, string | Blob][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test("texts come as they were typed; what is missing, or a file, is an empty text", () => {
  const form = formOf([
    ["title", " 赛事 "],
    ["file", new Blob(["x"])],
  ]);
  expect(textOf(form, "title")).toBe(" 赛事 ");
  expect(textOf(form, "file")).toBe("");
  expect(textsOf(form, ["title", "file", "none"])).toEqual({ title: " 赛事 ", file: "", none: "" });
});

test("an empty number is none; what is no number is NaN, for a schema to refuse", () => {
  const form = formOf([
    ["empty", " "],
    ["count", " 12 "],
    ["word", "twelve"],
  ]);
  expect([numberOf(form, "empty"), numberOf(form, "none")]).toEqual([undefined, undefined]);
  expect([numberOf(form, "count"), numberOf(form, "word")]).toEqual([12, Number.NaN]);
});

test("rows come in the order of their places, without empty ones; a part that is given counts for nothing", () => {
  const form = formOf([
    ["rows[10].title", "ten"],
    ["rows[10].kind", "no"],
    ["rows[2].title", "two"],
    ["rows[3].title", "  "],
    ["rows[3].kind", "no"],
    ["others[1].title", "not of this list"],
  ]);
  expect(rowsOf(form, "rows", ["title", "kind"], ["kind"])).toEqual([
    { title: "two", kind: "" },
    { title: "ten", kind: "no" },
  ]);
});

test("a form that no command takes is read by its schema, or refused with the fields of zod's issues", () => {
  const schema = z.object({ email: z.email(), count: z.coerce.number().max(3) });
  const sent = (email: string, count: string) => formOf(Object.entries({ email, count }));
  expect(parseForm(sent("a@example.com", "2"), schema)).toEqual({
    ok: true,
    value: { email: "a@example.com", count: 2 },
  });
  expect(parseForm(sent("nobody", "4"), schema)).toMatchObject({
    ok: false,
    error: {
      type: "invalid-input",
      fields: [
        { path: "email", code: "invalid_format", params: { format: "email" } },
        { path: "count", code: "too_big", params: { origin: "number", maximum: 3 } },
      ],
    },
  });
});

const request = new Request("http://desk.example/organize/rounds/hz?tab=1", { method: "POST" });
type Answer = { ok: true; value: { slug: string } } | { ok: false; error: { type: string } };
const failed = (type: string): Answer => ({ ok: false, error: { type } });

test("what is done leads on, by an address that may name what came of it", () => {
  const done: Answer = { ok: true, value: { slug: "hz" } };
  for (const saved of ["/rounds/hz", ({ slug }: { slug: string }) => `/rounds/${slug}`]) {
    const answer = answerForm(request, done, saved);
    expect(answer).toBeInstanceOf(Response);
    expect(answer).toMatchObject({ status: 303 });
    expect((answer as Response).headers.get("Location")).toBe("/rounds/hz");
  }
});

test("what is refused comes back with what was sent, and with another key each time", () => {
  const sent = { version: "v1", fields: { title: "" } };
  const [first, second] = [1, 2].map(() => answerForm(request, failed("stale-version"), "/", sent));
  expect(first).toMatchObject({ data: { error: { type: "stale-version" }, ...sent }, init: { status: 409 } });
  expect(first).not.toEqual(second);
});

test("bad input is 422, a state that does not allow it 409; headers go along", () => {
  const kept = refused({ type: "invalid-input" }, request, {}, { "Cache-Control": "no-store" });
  expect(kept.init).toEqual({ status: 422, headers: { "Cache-Control": "no-store" } });
  expect(["signed-out", "not-found", "invalid-input", "sheet-locked"].map((type) => statusOf({ type }))).toEqual([
    401, 404, 422, 409,
  ]);
  expect(["code-wrong", "code-unusable", "too-many-requests"].map((type) => statusOf({ type }))).toEqual([
    422, 422, 429,
  ]);
});

test("nobody's page is a 404, and who is signed out comes back to the same page", () => {
  const thrown = (type: string) => {
    try {
      return refused({ type }, request);
    } catch (error) {
      return error as Response;
    }
  };
  expect(thrown("not-found")).toMatchObject({ status: 404 });
  const away = thrown("signed-out") as Response;
  expect(away.headers.get("Location")).toBe("/sign-in?returnTo=%2Forganize%2Frounds%2Fhz%3Ftab%3D1");
});

test("a script gets all of the answer as JSON", async () => {
  const answer = answerScript({ ...failed("signed-out"), picture: null });
  expect([answer.status, await answer.json()]).toEqual([
    401,
    { ok: false, error: { type: "signed-out" }, picture: null },
  ]);
});

test("a script is told path, code and message of a field, and not what zod says beside them", async () => {
  const schema = z.object({ count: z.coerce.number().max(3) });
  const answer = answerScript(parseForm(formOf([["count", "4"]]), schema));
  expect([answer.status, await answer.json()]).toEqual([
    422,
    {
      ok: false,
      error: { type: "invalid-input", fields: [{ path: "count", code: "too_big", message: expect.any(String) }] },
    },
  ]);
});
