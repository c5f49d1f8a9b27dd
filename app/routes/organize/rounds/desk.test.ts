import { expect, test } from "vitest";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeHeat, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as desk from "./desk.tsx";

const database = testDatabase();
const page = pagesOf({ "/organize": desk });

async function scene() {
  const { edition, track, groups } = await makeEdition(database.db);
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const shown = async (actor = organizer) => (await page("/organize", { db: database.db, actor })).text();
  const change = (values: object) =>
    database.db.updateTable("editions").set(values).where("id", "=", edition.id).execute();
  return { edition, track, groups, shown, change };
}

test("an edition names its next step and leads there: settle it, open it, screen, then its rounds", async () => {
  const { edition, track, groups, shown, change } = await scene();
  await change({ state: "draft" });
  expect(await shown()).toContain(`href="/organize/editions/${edition.slug}/settings/eligibility"`);
  await change({ eligibility: [{ key: "one", kind: "one-entry" }] });
  expect(await shown()).toContain("可以从往届的轮次开始");
  const heat = await makeRound(database.db, { editionId: edition.id, state: "registration" });
  expect(await shown()).toContain("邀请审核员");
  const screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
  expect(await shown()).toContain("把状态改为「进行中」");
  await change({ state: "open" });
  expect(await shown()).toContain("现在没有等待审查的报名");
  await makeApplication(database.db, {
    editionId: edition.id,
    roundId: heat.id,
    trackId: track.id,
    groupId: groups.team.id,
  });
  expect(await shown()).toContain("审查1份报名");
  // What an organizer settles is no step of a screener's
  expect(await shown(screener)).not.toContain("审查1份报名");
});

test("where a round waits for somebody, that is the edition's next step", async () => {
  const { edition, shown, change } = await scene();
  await change({ eligibility: [{ key: "one", kind: "one-entry" }] });
  await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
  const heat = await makeHeat(database.db, { editionId: edition.id, state: "ready", title: "上海城市赛" });
  const html = await shown();
  expect(html).toContain("上海城市赛：开始评分");
  expect(html).toContain(`href="/organize/rounds/${heat.round.slug}"`);
});
