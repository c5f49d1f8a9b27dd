import { expect, test } from "vitest";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findHeatsToInvite } from "./mail-recipients.ts";
import { findLatestMailReleases, insertMailRelease } from "./mail-words.ts";
import { findNewestMails } from "./mails.ts";
import { countMailWork } from "./outbox.ts";

const database = testDatabase();

async function edition() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  return { db, editionId: edition.id, groupId: groups.team.id };
}

const mail = { template: "waiting", recipient: "a@example.org", locale: "en" };

test("releases are listed with their progress, in one query whatever their number", async () => {
  const { db, editionId } = await edition();
  const { id: releasedById } = await makePerson(db);
  const sent = { ...mail, editionId, state: "sent", sentAt: new Date() };
  for (let each = 1; each <= 3; each++) {
    const releaseId = await db
      .transaction()
      .execute((trx) => insertMailRelease(trx, { editionId, kind: "decisions", releasedById, releasedAt: new Date() }));
    await db
      .insertInto("mails")
      .values([
        { ...mail, editionId, releaseId, state: "queued" },
        { ...mail, editionId, releaseId, state: "failed" },
        { ...sent, releaseId, delivery: "delivered" },
        { ...sent, releaseId, delivery: "bounced" },
        { ...sent, releaseId },
      ])
      .execute();
    const look = () => findLatestMailReleases(db, editionId, {});
    const { answer, queries } = await database.queriesOf(look);
    expect(queries).toHaveLength(1);
    expect(answer.rows).toHaveLength(each);
    const counts = { total: 5, queued: 1, sent: 3, held: 0, failed: 1, delivered: 1, bounced: 1 };
    expect(answer.rows[0]).toMatchObject({ id: releaseId, ...counts });
  }
  expect(await countMailWork(db, editionId)).toEqual({ pending: 0, lost: 6 });
});

test("heats to invite to are those still to come, with who knows of it and who is invited, in one query", async () => {
  const { db, editionId, groupId } = await edition();
  const states = ["registration", "screening", "closed"] as const;
  const [open, screening] = await Promise.all(states.map((state) => makeRound(db, { editionId, state })));
  const told = { announcedState: "qualified", announcedRoundId: open?.id };
  for (const announced of [told, told, {}]) {
    const { id } = await makeApplication(db, { editionId, roundId: open?.id, groupId, state: "qualified" });
    await db
      .updateTable("applications")
      .set({ announcedState: "submitted", ...announced })
      .where("id", "=", id)
      .execute();
    if (announced === told && (await countInvited()) === 0)
      await db
        .insertInto("mails")
        .values({
          ...mail,
          template: "heat-invitation",
          applicationId: id,
          editionId,
          state: "held",
          props: { round: open?.slug ?? "" },
        })
        .execute();
  }
  const { answer, queries } = await database.queriesOf(() => findHeatsToInvite(db, editionId));
  expect(queries).toHaveLength(1);
  expect(answer.map(({ slug, told: known, invited }) => [slug, known, invited]).sort()).toEqual(
    [
      [open?.slug, 2, 1],
      [screening?.slug, 0, 0],
    ].sort(),
  );

  async function countInvited(): Promise<number> {
    const rows = db.selectFrom("mails").select("id").where("template", "=", "heat-invitation");
    return (await rows.execute()).length;
  }
});

test("the demo's outbox never shows a decision that is not released", async () => {
  const { db, editionId, groupId } = await edition();
  const { id: roundId } = await makeRound(db, { editionId });
  const { id: applicationId } = await makeApplication(db, { editionId, roundId, groupId, state: "waiting" });
  const secret = { ...mail, recipient: "secret@example.org", editionId, applicationId, announces: "waiting" };
  await db
    .insertInto("mails")
    .values([
      { ...secret, state: "void" },
      { ...secret, state: "pending" },
    ])
    .execute();
  expect((await findNewestMails(db, {})).rows.map(({ recipient }) => recipient)).not.toContain("secret@example.org");
});
