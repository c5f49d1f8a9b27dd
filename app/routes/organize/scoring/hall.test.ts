import { extractText, getDocumentProxy } from "unpdf";
import { beforeEach, expect, test } from "vitest";
import { castHallBallot } from "~/commands/scoring/cast-hall-ballot.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { readHallCode } from "~/rules/scoring/hall-code.ts";
import { hallCodeDigest } from "~/services/auth/hall-code.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findRule, replaceRule } from "~db/queries/standings/rules.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as conductPage from "../stage/conduct.tsx";
import * as hall from "./hall.tsx";
import * as cards from "./hall-cards.ts";
import * as parts from "./parts.tsx";

const database = testDatabase();
const pages = pagesOf({
  "/organize/rounds/:round/conduct": conductPage,
  "organize/rounds/:round/hall": hall,
  "organize/rounds/:round/hall-cards.pdf": cards,
  "organize/rounds/:round/parts": parts,
});
const keys = { secret: "s".repeat(40) };

let heat: Awaited<ReturnType<typeof makeHeat>>;
let organizer: Actor;
let supervisor: Actor;
let path: string;

beforeEach(async () => {
  const { db } = database;
  heat = await makeHeat(db, { state: "judging" });
  const { round, entries, seats } = heat;
  path = `/organize/rounds/${round.slug}/hall`;
  const rule = await findRule(db, round.id);
  if (!rule) throw new Error("a heat has a rule");
  const part = { key: "hall", label: "人气分", min: 0, max: 30, step: 0.01, weight: 1 };
  const parts = [{ ...part, hall: { of: "votes" as const, choices: 1 } }];
  await db.transaction().execute((trx) => replaceRule(trx, round.id, { ...rule, parts }));
  const at = { roundId: round.id, entryId: entries[0]?.id ?? 0, judgeId: seats[0]?.id ?? 0 };
  await makeSheet(db, { ...at, marks: { tech: 2000, market: 1500, business: 1500, team: 1500, landing: 500 } });
  organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  supervisor = await makePerson(db, { grants: [{ role: "supervisor", roundId: round.id }] });
});

const visit = async (actor: Actor, at = path, headers?: Record<string, string>) =>
  await pages(at, { db: database.db, actor, ...(headers && { headers }) });
const textOf = async (answer: Response | Promise<Response>) => (await (await answer).text()).replaceAll("<!-- -->", "");
const send = (actor: Actor, form: Record<string, string>) =>
  pages(path, { db: database.db, actor, form: { idempotencyKey: crypto.randomUUID(), ...form } });

test("an organizer makes cards and prints them, ten a page, while this browser has their seed; then nobody can", async () => {
  expect(await textOf(visit(organizer, `/organize/rounds/${heat.round.slug}/parts`))).toContain(`href="${path}"`);
  const key = { idempotencyKey: crypto.randomUUID() };
  const made = await send(organizer, { ...key, intent: "cards", count: "12" });
  expect(made.status).toBe(303);
  const cookie = made.headers.get("set-cookie") ?? "";
  expect(cookie).toContain(`Path=${path}-cards.pdf; Max-Age=900; HttpOnly`);
  // The same form once more makes no other cards, and does not take these away
  const again = await send(organizer, { ...key, intent: "cards", count: "12" });
  expect(again.headers.get("set-cookie")).toBeNull();
  expect(await textOf(visit(organizer, `${path}?done=cards`))).toContain("共12个");
  const printed = await visit(organizer, `${path}-cards.pdf`, { cookie: cookie.split(";")[0] ?? "" });
  expect(printed.headers.get("content-type")).toBe("application/pdf");
  const pdf = await getDocumentProxy(new Uint8Array(await printed.arrayBuffer()));
  expect(pdf.numPages).toBe(2);
  const { text } = await extractText(pdf, { mergePages: true });
  const codes = (text.match(/[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}/g) ?? []).map((code) => readHallCode(code) ?? "");
  expect(new Set(codes).size).toBe(12);
  const stored = await database.db
    .selectFrom("hallCodes")
    .select("codeDigest")
    .where("roundId", "=", heat.round.id)
    .execute();
  expect(stored.map(({ codeDigest }) => codeDigest).sort()).toEqual(
    codes.map((code) => hallCodeDigest(keys, code)).sort(),
  );
  const without = await visit(organizer, `${path}-cards.pdf`);
  expect(without.headers.get("location")).toBe(`${path}?cards=gone`);
  const forged = await visit(organizer, `${path}-cards.pdf`, { cookie: `contest.hall-cards=${"a".repeat(43)}.5` });
  expect(forged.headers.get("location")).toBe(`${path}?cards=gone`);
});

test("the vote is opened, closed and confirmed on one page; votes are on it only once it is closed", async () => {
  await send(organizer, { intent: "cards", count: "2" });
  const [code] = await database.db
    .selectFrom("hallCodes")
    .select("codeDigest")
    .where("roundId", "=", heat.round.id)
    .execute();
  expect((await send(heat.scorer, { intent: "open" })).status).toBe(303);
  await castHallBallot(database.db, { codeDigest: code?.codeDigest ?? "", entries: ["2"] });
  const open = await textOf(visit(heat.scorer));
  expect(open).toContain("已收到选票1张");
  expect(open).not.toContain("总票数1");
  expect(open).not.toContain("<table");
  await send(heat.scorer, { intent: "close" });
  const closed = await textOf(visit(heat.scorer));
  expect(closed).toContain("总票数1，最高得票1");
  expect(closed).toContain("须由监督员确认");
  expect(closed).not.toContain("确认，计入成绩");
  expect(await textOf(visit(supervisor))).toContain("确认，计入成绩");
  const own = await send(heat.scorer, { intent: "confirm" });
  expect(own.status).toBe(404);
  expect((await send(supervisor, { intent: "confirm" })).status).toBe(303);
  expect(await textOf(visit(supervisor, `${path}?done=confirmed`))).toContain("票数已确认，计入成绩");
});

test("what is refused is said on the page: too many cards, no codes, no reason", async () => {
  const many = await send(organizer, { intent: "cards", count: "501" });
  expect(many.status).toBe(422);
  expect(await many.text()).toContain('value="501"');
  const open = await send(organizer, { intent: "open" });
  expect(open.status).toBe(409);
  expect(await open.text()).toContain("还没有投票码");
  await send(organizer, { intent: "cards", count: "1" });
  const discard = await send(organizer, { intent: "discard", reason: " " });
  expect(discard.status).toBe(422);
  expect((await send(organizer, { intent: "discard", reason: "印错了" })).status).toBe(303);
});

test("a round whose rule has no vote of the hall says how to have one", async () => {
  const { db } = database;
  const rule = await findRule(db, heat.round.id);
  const { parts: _, ...without } = rule ?? {};
  const other = await makeHeat(db);
  await db.transaction().execute((trx) => replaceRule(trx, other.round.id, without as NonNullable<typeof rule>));
  const page = await textOf(visit(other.scorer, `/organize/rounds/${other.round.slug}/hall`));
  expect(page).toContain("本轮的评分规则里没有观众投票");
});

test("the conductor's desk opens and closes the vote too, and shows how many ballots came, never a vote", async () => {
  await send(organizer, { intent: "cards", count: "2" });
  const [code] = await database.db
    .selectFrom("hallCodes")
    .select("codeDigest")
    .where("roundId", "=", heat.round.id)
    .execute();
  const { id, slug } = heat.round;
  const conductor = await makePerson(database.db, { grants: [{ role: "conductor", roundId: id }] });
  const desk = `/organize/rounds/${slug}/conduct`;
  const act = (intent: string) =>
    pages(desk, { db: database.db, actor: conductor, form: { idempotencyKey: crypto.randomUUID(), intent } });
  expect(await textOf(visit(conductor, desk))).toContain("现在开始投票");
  expect((await act("hall-open")).status).toBe(303);
  await castHallBallot(database.db, { codeDigest: code?.codeDigest ?? "", entries: ["2"] });
  const open = await textOf(visit(conductor, desk));
  expect(open).toContain("已收到选票1张");
  expect(open).toContain("现在截止投票");
  expect(open).not.toContain("现在开始投票");
  expect((await act("hall-close")).status).toBe(303);
  const closed = await textOf(visit(conductor, desk));
  expect(closed).toContain("已截止，待确认");
  expect(closed).not.toContain("总票数1");
});
