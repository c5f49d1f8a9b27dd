import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { trackAdmissions } from "./admissions.ts";

const later = () => new Date(Date.now() + 3_600_000);
const soon = { timeout: 5_000, interval: 5 };

/** Somebody who follows, and the door at which it is decided, answer by answer, whether they still may. */
function someone(admissions: ReturnType<typeof trackAdmissions>, userId = "somebody") {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const answers: ((until: Date | "moved" | null) => void)[] = [];
  const shown: string[] = [];
  const again = () => new Promise<Date | "moved" | null>((decide) => answers.push(decide));
  admissions.add(response, { userId, again }, () => shown.push("what was held back"));
  const show = (picture: string) => admissions.pass(response) && shown.push(picture);
  const decide = async (until: Date | "moved" | null) => {
    await vi.waitFor(() => expect(answers).not.toHaveLength(0), soon);
    answers.shift()?.(until);
    await Promise.resolve();
  };
  return { response, answers, shown, show, decide };
}

function hall() {
  const left: ServerResponse[] = [];
  return { left, admissions: trackAdmissions((response) => void left.push(response)) };
}

test("nothing is shown to somebody of whom it is not known whether they still may; after a yes they catch up once", async () => {
  const { admissions } = hall();
  const one = someone(admissions);
  await one.decide(later());
  await vi.waitFor(() => expect(one.show("first")).toBe(1), soon);
  admissions.changed("somebody else");
  expect(one.answers).toEqual([]);
  admissions.changed("somebody");
  one.show("second");
  one.show("third");
  expect(one.shown).toEqual(["first"]);
  await one.decide(later());
  await vi.waitFor(() => expect(one.shown).toEqual(["first", "what was held back"]), soon);
  one.show("fourth");
  expect(one.shown).toEqual(["first", "what was held back", "fourth"]);
});

test("who may no more is sent away and shown nothing; who has another view is only let go, to come back to it", async () => {
  const { admissions, left } = hall();
  const out = someone(admissions, "out");
  const moved = someone(admissions, "moved");
  for (const each of [out, moved]) each.show("a picture");
  await out.decide(null);
  await moved.decide("moved");
  await vi.waitFor(() => expect([left, moved.response.writableEnded]).toEqual([[out.response], true]), soon);
  expect([...out.shown, ...moved.shown]).toEqual([]);
});

test("a change that comes while it is asked is asked about again: an answer from before it does not hold", async () => {
  const { admissions, left } = hall();
  const one = someone(admissions);
  admissions.changed();
  await one.decide(later());
  one.show("a picture");
  await one.decide(null);
  await vi.waitFor(() => expect(left).toEqual([one.response]), soon);
  expect(one.shown).toEqual([]);
});

test("when the session's time is over it is asked whether it was prolonged", async () => {
  const { admissions, left } = hall();
  const ended = someone(admissions, "ended");
  const living = someone(admissions, "living");
  await ended.decide(new Date(0));
  await living.decide(later());
  await vi.waitFor(() => expect([ended.show("x"), living.show("x")]).toEqual([1, 1]), soon);
  admissions.timePasses();
  expect([ended.answers.length, living.answers.length]).toEqual([1, 0]);
  await ended.decide(null);
  await vi.waitFor(() => expect(left).toEqual([ended.response]), soon);
});

test("should it be impossible to ask, it is tried again, and meanwhile nothing is shown", async () => {
  const { admissions } = hall();
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const answers = [() => Promise.reject(new Error("the database is away")), async () => later()];
  const shown: string[] = [];
  const again = async () => await (answers.shift() ?? (async () => later()))();
  admissions.add(response, { userId: "somebody", again }, () => shown.push("what was held back"));
  expect(admissions.pass(response)).toBe(false);
  await vi.waitFor(() => expect(shown).toEqual(["what was held back"]), soon);
  expect(admissions.pass(response)).toBe(true);
});
