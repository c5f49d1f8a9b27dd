import { decideApplication } from "~/commands/screening/decide-application.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { Db } from "~db/client.ts";
import { announceDecisions } from "~db/queries/screening/decisions.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";

/** An edition with an organizer and two screeners, and what tests of the screening do in it. */
export async function screeningScene(db: Db, given: { secondCheck?: boolean } = {}) {
  const { edition, groups } = await makeEdition(db);
  const editionId = edition.id;
  if (given.secondCheck)
    await db.updateTable("editions").set({ secondCheck: true }).where("id", "=", editionId).execute();
  const screener = async (name: string) => await makePerson(db, { name, grants: [{ role: "screener", editionId }] });
  const first = await screener("初审员");
  const second = await screener("复核员");
  type Given = Omit<Parameters<typeof makeApplication>[1], "editionId">;
  const latest = async (code: string) =>
    await db.selectFrom("applications").selectAll().where("code", "=", code).executeTakeFirstOrThrow();
  return {
    editionId,
    groups,
    organizer: await makePerson(db, { grants: [{ role: "organizer", editionId }] }),
    first,
    second,
    heat: async (about: Partial<Parameters<typeof makeRound>[1]> = {}) =>
      await makeRound(db, { editionId, state: "screening", ...about }),
    application: async (about: Given) => await makeApplication(db, { editionId, groupId: groups.team.id, ...about }),
    /** The application's row as it stands. */
    latest,
    /** Decides over the latest version, as the first screener unless told otherwise. */
    decide: async (code: string, decision: object, actor: Actor | null = first) =>
      await decideApplication({ db, actor }, { code, version: (await latest(code)).version, ...decision }),
    /** Lets the applicant know what is decided, as a release of the mail does. */
    announce: async (id: number) => await db.transaction().execute((trx) => announceDecisions(trx, [id])),
    mailsOf: async (applicationId: number) =>
      await db
        .selectFrom("mails")
        .select(["template", "state", "props"])
        .where("applicationId", "=", applicationId)
        .orderBy("id")
        .execute(),
    entriesOf: async (roundId: number) =>
      await db
        .selectFrom("entries")
        .select(["key", "applicationId"])
        .where("roundId", "=", roundId)
        .orderBy("id")
        .execute(),
  };
}
