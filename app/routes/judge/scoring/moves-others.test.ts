import { expect, test } from "vitest";
import * as panelPage from "~/routes/organize/rounds/panel.tsx";
import * as deskSheet from "~/routes/organize/scoring/sheet.tsx";
import type { Rule } from "~/rules/standings/rule.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeReview } from "~db/seed/factories/reviews.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as conflicts from "../review/conflicts.tsx";
import * as sheet from "./sheet.tsx";

const database = testDatabase();
const page = pagesOf({
  "/judge/:round/:entry": sheet,
  "/judge/:round/conflicts": conflicts,
  "/organize/rounds/:round/table/:entry/:judge": deskSheet,
  "/organize/rounds/:round/panel": panelPage,
});

const normalise: Rule["normalise"] = { method: "standard-score", mean: 50, sd: 10 };

const converts = (roundId: number) =>
  database.db.updateTable("rules").set({ settings: { normalise } }).where("roundId", "=", roundId).execute();

const words = {
  "zh-CN": "本轮次按每位评委自己的平均分和标准差换算分数",
  en: "This round converts marks by each judge",
} as const;

test("where the rule converts by judge, whoever is about to take a judge off a project reads that others move", async () => {
  const { round, seats } = await makeHeat(database.db, {});
  const [seat] = seats;
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const pages = [
    {
      path: `/judge/${round.slug}/1`,
      actor: seat?.actor ?? null,
      moves: { "zh-CN": "您评的其他项目", en: "your other projects" },
    },
    {
      path: `/organize/rounds/${round.slug}/table/1/J1`,
      actor: organizer,
      moves: { "zh-CN": "其他项目", en: "other projects" },
    },
    {
      path: `/organize/rounds/${round.slug}/panel`,
      actor: organizer,
      moves: { "zh-CN": "评委增减之后", en: "all projects may move" },
    },
  ];
  const text = async (at: (typeof pages)[number], locale: "zh-CN" | "en") =>
    await (await page(at.path, { db: database.db, actor: at.actor, locale })).text();
  for (const at of pages) expect(await text(at, "zh-CN")).not.toContain(words["zh-CN"]);
  await converts(round.id);
  for (const at of pages)
    for (const locale of ["zh-CN", "en"] as const) {
      const seen = await text(at, locale);
      expect(seen).toContain(words[locale]);
      expect(seen).toContain(at.moves[locale]);
    }
});

test("so does a judge who declares ties to projects of a review", async () => {
  const { round, seats } = await makeReview(database.db);
  const actor = seats[0]?.actor ?? null;
  const text = async () => await (await page(`/judge/${round.slug}/conflicts`, { db: database.db, actor })).text();
  expect(await text()).not.toContain(words["zh-CN"]);
  await converts(round.id);
  expect(await text()).toContain(words["zh-CN"]);
});
