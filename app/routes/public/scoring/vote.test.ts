import { beforeEach, expect, test } from "vitest";
import { openHallVote } from "~/commands/scoring/hold-hall-vote.ts";
import { makeHallCodes } from "~/commands/scoring/make-hall-codes.ts";
import { hallCodeGroups } from "~/rules/scoring/hall-code.ts";
import { hallCodeDigest, hallCodes, newHallSeed } from "~/services/auth/hall-code.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findHallVote } from "~db/queries/scoring/hall.ts";
import { findRule, replaceRule } from "~db/queries/standings/rules.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as vote from "./vote.tsx";

const database = testDatabase();
const pages = pagesOf({ vote });
const keys = { secret: "s".repeat(40) };
let addresses = 0;
let heat: Awaited<ReturnType<typeof makeHeat>>;
let codes: string[];
let choices: number;

beforeEach(async () => {
  choices = 1;
});

/** A heat with three projects and cards for its hall. */
async function hall({ open = true } = {}) {
  const { db } = database;
  heat = await makeHeat(db, { state: "judging" });
  const { round, entries, seats } = heat;
  const rule = await findRule(db, round.id);
  if (!rule) throw new Error("a heat has a rule");
  const part = { key: "hall", label: "观众投票", min: 0, max: 30, step: 0.01, weight: 1 };
  const parts = [{ ...part, hall: { of: "votes" as const, choices } }];
  await db.transaction().execute((trx) => replaceRule(trx, round.id, { ...rule, parts }));
  const at = { roundId: round.id, entryId: entries[0]?.id ?? 0, judgeId: seats[0]?.id ?? 0 };
  await makeSheet(db, { ...at, marks: { tech: 2000, market: 1500, business: 1500, team: 1500, landing: 500 } });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  codes = hallCodes({ seed: newHallSeed(), count: 3 });
  const digests = codes.map((code) => hallCodeDigest(keys, code));
  expect(await makeHallCodes({ db, actor: organizer }, { round: round.slug, count: 3, digests })).toMatchObject({
    ok: true,
  });
  if (open) expect(await openHallVote({ db, actor: organizer }, { round: round.slug })).toMatchObject({ ok: true });
}

const visit = async (path: string, more: { locale?: "en"; clientAddress?: string } = {}) => {
  const answer = await pages(path, { db: database.db, clientAddress: `198.51.100.${++addresses}`, ...more });
  return (await answer.text()).replaceAll("<!-- -->", "");
};
const send = async (code: string, intent: "review" | "cast", ...chosen: string[]) => {
  const form = new URLSearchParams([["code", code], ["intent", intent], ...chosen.map((key) => ["entry", key])]);
  return await pages("/vote", { db: database.db, clientAddress: `198.51.100.${++addresses}`, form });
};
const spent = async () => (await findHallVote(database.db, heat.round.id)).spent;

test("the card's address leads to the projects in running order; the choice is shown once more, cast, and receipted", async () => {
  await hall();
  const [code = ""] = codes;
  const page = await visit(`/vote?code=${code}`);
  expect(page).toContain("请选择一个项目");
  expect(page.match(/type="radio"/g)).toHaveLength(heat.entries.length);
  const review = await (await send(code, "review", "2")).text();
  expect(review).toContain("您选的是");
  expect(review).toContain("确认投票");
  expect(await spent()).toBe(0);
  const cast = await send(code, "cast", "2");
  expect(cast.status).toBe(303);
  expect(cast.headers.get("location")).toBe("/vote?voted");
  expect(await visit("/vote?voted")).toContain("已投票");
  expect(await spent()).toBe(1);
  expect(await visit(`/vote?code=${code}`)).toContain("这个投票码已经用过");
  const again = await send(code, "cast", "1");
  expect(again.status).toBe(409);
  expect(await spent()).toBe(1);
});

test("a code may be typed as it is read, in English too; with several choices there are boxes", async () => {
  choices = 2;
  await hall();
  const typed = hallCodeGroups(codes[0] ?? "").toLowerCase();
  const page = await visit(`/vote?code=${encodeURIComponent(` ${typed}`)}`, { locale: "en" });
  expect(page).toContain("Choose up to 2 projects");
  expect(page.match(/type="checkbox"/g)).toHaveLength(heat.entries.length);
  const many = await send(codes[0] ?? "", "cast", "1", "2", "3");
  expect(many.status).toBe(422);
  const text = await many.text();
  expect(text).toContain("最多选2个项目");
  expect(text.match(/checked=""/g)).toHaveLength(3);
  expect((await send(codes[0] ?? "", "cast", "1", "2")).status).toBe(303);
});

test("what cannot be voted with is said, with how to go on: no choice, no such code, too early, too late", async () => {
  await hall({ open: false });
  const [code = ""] = codes;
  expect(await visit(`/vote?code=${code}`)).toContain("投票还没有开始");
  expect(await visit("/vote?code=hello")).toContain("没有这个投票码");
  expect(await visit(`/vote?code=${"3".repeat(12)}`)).toContain("没有这个投票码");
  const early = await send(code, "cast", "1");
  expect(early.status).toBe(409);
  await hall();
  const none = await send(codes[0] ?? "", "review");
  expect(none.status).toBe(422);
  expect(await none.text()).toContain("请至少选择一个项目");
  const strange = await send(codes[0] ?? "", "cast", "nobody");
  expect(await strange.text()).toContain("不在名单上");
  expect(await spent()).toBe(0);
});

test("guessing ends after 500 wrong codes from one address; a hall that votes from one address is not counted", async () => {
  await hall();
  const [code = ""] = codes;
  const clientAddress = "203.0.113.7";
  const counted = async () => {
    const rows = await database.db.selectFrom("rateLimits").select("count").execute();
    return rows.reduce((all, { count }) => all + Number(count), 0);
  };
  const before = await counted();
  for (let at = 0; at < 20; at++) await visit(`/vote?code=${code}`, { clientAddress });
  expect(await counted()).toBe(before);
  await visit("/vote?code=333333333333", { clientAddress });
  expect(await counted()).toBe(before + 1);
  await database.db.updateTable("rateLimits").set({ count: 500 }).execute();
  expect(await visit("/vote?code=333333333333", { clientAddress })).toContain("输错的次数太多");
});
