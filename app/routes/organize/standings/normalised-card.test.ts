import { sql } from "kysely";
import { expect, test } from "vitest";
import { pagesOf } from "~/testing/pages.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as charts from "./charts.tsx";
import * as standings from "./standings.tsx";

const database = testDatabase();
const at = "/organize/rounds/:round/standings";
const pages = pagesOf({ [at]: standings, [`${at}/charts`]: charts });
const full = { tech: 3000, market: 2000, business: 2000, team: 2000, landing: 1000 };

/** A strict judge who has seen the best projects alone, a mild one, and one who gives the same to everybody. */
async function scene(normalises: boolean) {
  const heat = await makeHeat(database.db, { judges: 3, entries: 4 });
  if (normalises) {
    const settings = JSON.stringify({
      normalise: { method: "standard-score", mean: 50, sd: 10 },
      places: { normalised: 2 },
    });
    await sql`update rules set method = 'mean', trim_high = 0, trim_low = 0, trim_at_least = 1, settings = ${settings}::text::jsonb
      where round_id = ${heat.round.id}`.execute(database.db);
  }
  const shares = [
    [0.6, 0.5, 0.4, null],
    [null, null, 0.9, 0.95],
    [0.8, 0.8, 0.8, 0.8],
  ];
  for (const [j, seat] of heat.seats.entries()) {
    for (const [e, entry] of heat.entries.entries()) {
      const share = shares[j]?.[e] ?? null;
      if (share === null) continue;
      const marks = Object.fromEntries(
        Object.entries(full).map(([key, max]) => [key, Math.round((max * share) / 50) * 50]),
      );
      await makeSheet(database.db, { roundId: heat.round.id, entryId: entry.id, judgeId: seat.id, marks });
    }
  }
  const address = `/organize/rounds/${heat.round.slug}/standings`;
  const shown = async (below: string, locale: "zh-CN" | "en" = "zh-CN") =>
    (await pages(`${address}${below}`, { db: database.db, actor: heat.scorer, locale })).text();
  return { ...heat, shown };
}

test("the pictures show each judge's totals before and after converting, and whose rank it changed", async () => {
  const { shown } = await scene(true);
  const html = await shown("/charts");
  expect(html).toContain("换算评委松紧的效果");
  expect(html).toContain("换算之前");
  expect(html).toMatch(/换算改变了\d个项目的名次/);
  expect(await shown("/charts", "en")).toContain("As given");
});

test("a judge who tells nothing apart is named on the standings and beside the pictures", async () => {
  const { shown, seats } = await scene(true);
  for (const below of ["", "/charts"])
    expect(await shown(below)).toContain(`${seats[2]?.key} ${seats[2]?.name}：计入的评分单不足2份`);
});

test("a rule that converts nothing shows none of it", async () => {
  const { shown } = await scene(false);
  expect(await shown("/charts")).not.toContain("换算评委松紧的效果");
  expect(await shown("")).not.toContain("分不出高低");
});
