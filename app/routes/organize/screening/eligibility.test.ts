import { expect, test } from "vitest";
import { eligibilityVersion } from "~/commands/screening/save-eligibility.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as eligibility from "./eligibility.tsx";

const database = testDatabase();
const page = pagesOf({ "organize/editions/:edition/settings/eligibility": eligibility });

test("a rule that lacks something is named as its card is, with the field, and ages are in years of life", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const actor = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const form = {
    version: eligibilityVersion([], [], {}),
    "rules[0].kind": "leader-age",
    "rules[0].key": "age",
    "rules[0].most": "45",
  };
  const answer = await page(`/organize/editions/${edition.slug}/settings/eligibility`, { db, actor, form });
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toContain("负责人年龄 · 截至日期：请填写此项");
  expect(html).toContain(">岁<");
});
