import { expect, test } from "vitest";
import * as invitation from "~/routes/apply/applications/invitation.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as invite from "./invite.tsx";

const database = testDatabase();
const visit = pagesOf({
  "organize/editions/:edition/mail/invite": invite,
  "apply/:code/invitation": invitation,
});

test("an invitation to a heat without a hall names its city, and says only what is missing", async () => {
  const { db } = database;
  const { edition, groups, track } = await makeEdition(db);
  const editionId = edition.id;
  const round = await makeRound(db, { editionId, state: "ready" });
  const { code, applicant } = await makeApplication(db, {
    editionId,
    roundId: round.id,
    groupId: groups.team.id,
    trackId: track.id,
    state: "qualified",
  });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId }] });
  const shown = async (path: string, actor = organizer) =>
    (await (await visit(path, { db, actor })).text()).replace(/<script[\s\S]*?<\/script>/g, "");

  const invites = `/organize/editions/${edition.slug}/mail/invite`;
  const open = await shown(invites);
  expect(open).toContain(">上海<");
  expect(open).toContain("具体地点待定");
  expect(open).not.toContain("时间待定");
  const ticket = await shown(`/apply/${code}/invitation`, applicant);
  expect(ticket).toContain("上海");
  expect(ticket).not.toContain("待定");

  await db.updateTable("rounds").set({ venue: "张江科学会堂", startsAt: null }).where("id", "=", round.id).execute();
  const dated = await shown(invites);
  expect(dated).toContain("上海 · 张江科学会堂");
  expect(dated).toContain("时间待定");
  expect(dated).not.toContain("地点待定");
});
