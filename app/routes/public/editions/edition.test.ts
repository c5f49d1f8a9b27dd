import { expect, test } from "vitest";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as editionPage from "./edition.tsx";

const database = testDatabase();
const page = pagesOf({ "/editions/:edition": editionPage });

test("who may take part is said group by group, in the words of the edition's own rules and no others", async () => {
  const { edition } = await makeEdition(database.db);
  const shown = async (locale: "zh-CN" | "en" = "zh-CN") =>
    await (await page(`/editions/${edition.slug}`, { db: database.db, locale })).text();
  const silent = await shown();
  expect(silent).toContain("尚未注册企业的创业团队。");
  expect(silent).not.toMatch(/3 人|「公司」/);
  const eligibility = [
    { key: "team", kind: "team-size" as const, least: 4, groups: ["team"] },
    {
      key: "words",
      kind: "barred-words" as const,
      words: ["集团"],
      fields: ["projectTitle" as const],
      groups: ["team"],
    },
    { key: "stake", kind: "leader-stake" as const, least: "25", groups: ["company"] },
  ];
  await database.db.updateTable("editions").set({ eligibility }).where("id", "=", edition.id).execute();
  const groups = (await shown()).split("<h3").filter((part) => /企业组|创业团队组/.test(part));
  expect(groups).toHaveLength(2);
  expect(groups[0]).toMatch(/25(?!.*核心成员)/s);
  expect(groups[1]).toMatch(/核心成员.*4.*集团/s);
  expect(await shown("en")).toMatch(/Core members.*4/s);
});
