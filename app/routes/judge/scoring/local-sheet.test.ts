import { expect, test } from "vitest";
import {
  afterAnswer,
  afterChoosing,
  afterHandingIn,
  afterOpening,
  afterSeeing,
  afterSteppingBack,
  afterTakingBack,
  afterWriting,
  awaitingCount,
  beforeSending,
  type LocalSheet,
  localOverPage,
  nextToSend,
  type SeenSheet,
  sendingOf,
  unsentCount,
} from "./local-sheet.ts";
import type { SheetSendAnswer } from "./marks-door.ts";

const seen: SeenSheet = {
  judge: "judge",
  round: "hall",
  entry: "1",
  version: 0,
  words: { marks: {}, note: "" },
  at: "2026-11-25T01:00:00.000Z",
};
const words = (tech: string, note = "") => ({ marks: { tech }, note });
const stamp = (order = 1) => ({ order, writer: "window" });
const write = (kept: LocalSheet | undefined, tech: string, order = 1, page = seen) =>
  afterWriting(kept, page, { words: words(tech), draft: words(tech), ...stamp(order) });
const handIn = (kept: LocalSheet | undefined, tech: string, order = 1, key = "key-1", awaitsOpening = false) =>
  afterHandingIn(kept, seen, {
    awaitsOpening,
    words: words(tech),
    draft: words(tech),
    key,
    at: "2026-11-25T01:05:00Z",
    ...stamp(order),
  });
const later = "2026-11-25T01:10:00.000Z";
const ok = (value: { version?: number; total?: string } = {}): SheetSendAnswer => ({
  ok: true,
  value: { at: later, ...value },
});
const no = (error: Extract<SheetSendAnswer, { ok: false }>["error"]): SheetSendAnswer => ({ ok: false, error });
const stale = (version: number, tech: string) =>
  no({ type: "stale-version", stored: { version, state: "draft", submittedAt: null, ...words(tech) } });
/** Sends what is next of it and gives the answer, as the queue does. */
function send(kept: LocalSheet, answer: SheetSendAnswer | null) {
  const sending = sendingOf(kept);
  const noted = beforeSending(kept, sending);
  return answer === null ? noted : afterAnswer(noted, sending, answer, "key-2");
}

test("a draft that was taken waits no longer, and the next one goes on from its version", () => {
  const taken = send(write(undefined, "20"), ok({ version: 1 }));
  expect(unsentCount([taken])).toBe(0);
  expect(sendingOf(write(taken, "21"))).toMatchObject({ kind: "draft", version: 1, words: words("21") });
});

test("what is written while a draft is on its way still waits when that is taken", () => {
  const first = write(undefined, "20");
  const sending = sendingOf(first);
  const after = afterAnswer(write(beforeSending(first, sending), "22"), sending, ok({ version: 1 }), "key-2");
  expect(unsentCount([after])).toBe(1);
  expect(nextToSend([after])).toBe(after);
  expect(sendingOf(after)).toMatchObject({ version: 1, words: words("22") });
});

test("a mark that the rubric does not allow stays on the device, counted, and is not sent over and over", () => {
  const wrong = afterWriting(undefined, seen, { words: words("31"), draft: { marks: {}, note: "" }, ...stamp() });
  const after = send(wrong, ok({ version: 1 }));
  expect(after.words).toEqual(words("31"));
  expect(unsentCount([after])).toBe(1);
  expect(nextToSend([after])).toBeUndefined();
  expect(nextToSend([write(after, "30")])).toBeDefined();
});

test("things go out in the order in which they were done", () => {
  const one = handIn(undefined, "20", 2);
  const two = { ...handIn(undefined, "20", 1), entry: "2" };
  const three = { ...write(undefined, "20", 3), entry: "3" };
  expect(nextToSend([three, one, two])?.entry).toBe("2");
  expect(unsentCount([three, one, two])).toBe(3);
});

test("a sheet that is handed in changes no more, and is sent again with the same key and words until there is an answer", () => {
  const waiting = handIn(undefined, "20");
  const still = send(write(waiting, "25"), null);
  expect(sendingOf(still)).toEqual(sendingOf(waiting));
  expect(sendingOf(still)).toMatchObject({ kind: "submit", key: "key-1", version: 0, words: words("20") });
  expect(handIn(still, "25", 9, "key-9").act).toMatchObject({ key: "key-1" });
  const done = send(still, ok({ version: 1, total: "20.00" }));
  expect(done).toMatchObject({ act: null, unsent: false, acknowledged: { state: "submitted", total: "20.00" } });
  expect(nextToSend([done])).toBeUndefined();
});

test("a draft whose answer got lost is known again by its words, however many came after it", () => {
  const lost = send(write(send(write(undefined, "20"), null), "21"), null);
  const known = send(handIn(lost, "22"), stale(1, "20"));
  expect(known).toMatchObject({ version: 1, refusal: null, act: { kind: "submit", key: "key-2" } });
  expect(sendingOf(known)).toMatchObject({ kind: "submit", version: 1, words: words("22") });
});

test("about equal words there is no dispute, whoever stored them: the sheet goes on from that version", () => {
  const again = send(handIn(undefined, "20"), stale(4, "20"));
  expect(again).toMatchObject({ act: { kind: "submit", key: "key-2" }, refusal: null, version: 4 });
  expect(nextToSend([again])).toBe(again);
  // Once more, over that version: the answer says when it was taken
  const same = send(write(undefined, "20"), stale(4, "20"));
  expect(sendingOf(same)).toMatchObject({ kind: "draft", version: 4, words: words("20") });
  expect(unsentCount([send(same, ok({ version: 5 }))])).toBe(0);
});

test("a page from before a lost draft was stored is not taken for newer, so that nobody disputes with themselves", () => {
  // Of the second draft no answer came; the page was made again before it was stored
  const lost = send(write(send(write(undefined, "20"), ok({ version: 1 })), "21"), null);
  const page: SeenSheet = { ...seen, version: 1, words: words("20"), at: "2026-11-25T01:10:01.000Z" };
  const known = send(lost, stale(2, "21"));
  const written = write(known, "22", 2, page);
  expect(sendingOf(written)).toMatchObject({ version: 2, words: words("22") });
  const again = { ...ok({ version: 3 }), value: { at: "2026-11-25T01:10:02.000Z", version: 3 } } as SheetSendAnswer;
  expect(sendingOf(write(send(known, again), "22", 2, page))).toMatchObject({ version: 3, words: words("22") });
});

test("what somebody wrote elsewhere is not written over: the judge chooses", () => {
  const stopped = send(handIn(undefined, "20"), stale(4, "11"));
  expect(stopped).toMatchObject({ act: null, refusal: { type: "stale-version" }, words: words("20") });
  expect(nextToSend([stopped])).toBeUndefined();
  expect(nextToSend([write(stopped, "23")])).toBeUndefined();
  expect(unsentCount([stopped])).toBe(1);
  const mine = afterChoosing(stopped, 4, null, stamp());
  expect(sendingOf(mine)).toMatchObject({ kind: "draft", version: 4, words: words("20") });
  const theirs = afterChoosing(stopped, 4, words("11"), stamp());
  expect(unsentCount([theirs])).toBe(0);
  expect(theirs.words).toEqual(words("11"));
});

test.each([
  no({ type: "sheet-locked", submittedAt: later }),
  no({ type: "recused" }),
  no({ type: "round-not-open", state: "ready" }),
  no({ type: "invalid-input", fields: [] }),
  no({ type: "not-found" }),
])("a refused sheet keeps its words and stands still until the judge acts: %j", (answer) => {
  const refused = send(handIn(undefined, "20"), answer);
  expect(refused).toMatchObject({ act: null, words: words("20"), unsent: true, refusal: !answer.ok && answer.error });
  expect(nextToSend([refused])).toBeUndefined();
});

test("a sheet that is handed in before its scoring opens waits for that: its words are a draft meanwhile, and it goes out then", () => {
  const early = handIn(undefined, "20", 1, "key-1", true);
  expect(sendingOf(early)).toEqual({ kind: "draft", version: 0, words: words("20") });
  expect([unsentCount([early]), awaitingCount([early])]).toEqual([1, 1]);
  const kept = send(early, ok({ version: 1 }));
  expect(nextToSend([kept])).toBeUndefined();
  expect([unsentCount([kept]), awaitingCount([kept])]).toEqual([0, 1]);
  expect(write(kept, "25")).toBe(kept);
  const open = afterOpening(kept, "key-9");
  expect([unsentCount([open]), awaitingCount([open])]).toEqual([1, 0]);
  expect(sendingOf(open)).toMatchObject({ kind: "submit", key: "key-9", version: 1, words: words("20") });
  expect(send(open, ok({ version: 2, total: "20.00" }))).toMatchObject({ act: null, acknowledged: { total: "20.00" } });
});

test("a sheet that the server calls too early stays handed in, and no page that is still closed takes it away", () => {
  const early = send(handIn(undefined, "20"), no({ type: "scoring-not-open" }));
  expect(early).toMatchObject({ refusal: null, act: { kind: "submit", key: "key-2", awaitsOpening: true } });
  const kept = send(early, ok({ version: 1 }));
  const page = { at: "2026-11-25T02:00:00.000Z", open: true, settled: false, scoringOpen: false };
  expect(afterSeeing(kept, page, "key-9")).toBe(kept);
  expect(localOverPage(kept, page)).toBe(kept);
  for (const change of [{ scoringOpen: true }, { open: false }])
    expect(afterSeeing(kept, { ...page, ...change }, "key-9")?.act).toMatchObject({
      key: "key-9",
      awaitsOpening: false,
    });
});

test("while a sheet awaits its opening the judge can take it back and write on; once it may go out, no more", () => {
  const kept = send(handIn(undefined, "20", 1, "key-1", true), ok({ version: 1 }));
  const back = afterTakingBack(kept);
  expect(unsentCount([back]) + awaitingCount([back])).toBe(0);
  expect(sendingOf(write(back, "25"))).toMatchObject({ kind: "draft", version: 1, words: words("25") });
  const open = afterOpening(kept, "key-9");
  expect(afterTakingBack(open)).toBe(open);
});

test("what was refused stays until it is dealt with, whatever pages come, unless the sheet is in", () => {
  const refused = { ...send(handIn(undefined, "20"), no({ type: "recused" })), unsent: false };
  const page = { at: "2026-11-25T02:00:00.000Z", open: true, settled: false, scoringOpen: true };
  expect(afterSeeing(refused, page, "key-9")).toBe(refused);
  expect(afterSeeing(refused, { ...page, settled: true }, "key-9")).toBeUndefined();
});

test("a late sheet is with the server, and says so", () => {
  const late = send(handIn(undefined, "20"), no({ type: "late", keptAt: later }));
  expect(late).toMatchObject({
    act: null,
    unsent: false,
    refusal: { type: "late" },
    acknowledged: { state: "late", at: later },
  });
});

test("a recusal waits like a sheet, and one that the server knows already is done", () => {
  const waiting = afterSteppingBack(write(undefined, "20"), seen, {
    key: "key-1",
    at: later,
    reason: "师生",
    ...stamp(),
  });
  expect(sendingOf(waiting)).toEqual({ kind: "recuse", key: "key-1", reason: "师生" });
  expect(send(waiting, ok())).toMatchObject({
    act: null,
    unsent: false,
    acknowledged: { state: "recused", reason: "师生" },
  });
  expect(send(waiting, no({ type: "recused" }))).toMatchObject({
    act: null,
    unsent: false,
    acknowledged: { state: "recused" },
  });
});

test("what was taken is kept while pages are older than that, and forgotten with a newer one", () => {
  const done = send(handIn(undefined, "20"), ok({ version: 1, total: "20.00" }));
  const page = { at: seen.at, open: true, settled: false, scoringOpen: true };
  const newer = { ...page, at: "2026-11-25T01:11:00.000Z" };
  expect(afterSeeing(done, page, "key-9")).toBe(done);
  expect(afterSeeing(done, { ...newer, open: false }, "key-9")).toBeUndefined();
  const waiting = handIn(undefined, "20");
  expect(afterSeeing(waiting, newer, "key-9")).toBe(waiting);
});

test("while the round goes on a device knows what the server took, for a page that is older than that", () => {
  const done = send(handIn(undefined, "20"), ok({ version: 1, total: "20.00" }));
  const newer = { at: "2026-11-25T02:00:00.000Z", open: true, settled: true, scoringOpen: true };
  expect(afterSeeing(done, newer, "key-9")).toBe(done);
  expect(localOverPage(done, seen)).toBe(done);
  expect(localOverPage(done, newer)).toBeUndefined();
  const refused = send(handIn(undefined, "20"), no({ type: "recused" }));
  expect(localOverPage(refused, newer)).toBe(refused);
  const late = send(handIn(undefined, "20"), no({ type: "late", keptAt: later }));
  expect(localOverPage(late, newer)).toBe(late);
});

test("a late sheet stays on the device, and goes out again once the round is opened anew", () => {
  const late = send(handIn(undefined, "20"), no({ type: "late", keptAt: later }));
  const page = { at: "2026-11-25T02:00:00.000Z", open: false, settled: false, scoringOpen: true };
  expect(afterSeeing(late, page, "key-9")).toBe(late);
  const again = afterSeeing(late, { ...page, open: true }, "key-9");
  expect(again && sendingOf(again)).toMatchObject({ kind: "submit", key: "key-9", words: words("20") });
  expect(afterSeeing(late, { ...page, open: true, settled: true, scoringOpen: true }, "key-9")).toBeUndefined();
});
