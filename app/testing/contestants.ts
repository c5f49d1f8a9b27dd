import { planOf, previewDigest } from "~/reads/advancement/advancement-plan.ts";
import { defaultAdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import type { Db } from "~db/client.ts";
import { findAdvancementTask } from "~db/queries/advancement/advancements.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";

/** An application, known as qualified to its applicant, whose project is that entry of the round. */
export async function makeContestant(
  db: Db,
  { editionId, id: roundId }: { editionId: number; id: number },
  entryId: number,
  locale: "zh-CN" | "en" = "zh-CN",
) {
  const { id: groupId } = await db
    .selectFrom("groups")
    .select("id")
    .where("editionId", "=", editionId)
    .where("key", "=", "team")
    .executeTakeFirstOrThrow();
  const made = await makeApplication(db, { editionId, groupId, roundId, locale, state: "submitted" });
  await db
    .updateTable("applications")
    .set({ state: "qualified", announcedState: "qualified" })
    .where("id", "=", made.id)
    .execute();
  await db.updateTable("entries").set({ applicationId: made.id }).where("id", "=", entryId).execute();
  return made;
}

/** The edition's heats as the line between them and the final finds them: the first one's entries, the best first, and the digest of the preview. */
export async function lineToDraw(db: Db, editionId: number) {
  const edition = await db.selectFrom("editions").selectAll().where("id", "=", editionId).executeTakeFirstOrThrow();
  const task = await findAdvancementTask(db, edition);
  const plan = planOf(task);
  const entries = task.published[0]?.entries ?? [];
  return {
    ranked: entries.toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99)),
    digest: plan ? previewDigest(task, plan) : "",
  };
}

/** Puts on record that an entry of a heat went on into the final, whatever state that is in, as its entry "1". */
export async function recordAdvanced(
  db: Db,
  final: { round: { id: number }; organizer: { id: string } },
  heat: { round: { id: number } },
  { entryId, applicationId }: { entryId: number; applicationId: number },
): Promise<void> {
  const release = await db
    .selectFrom("releases")
    .select("id")
    .where("roundId", "=", heat.round.id)
    .executeTakeFirstOrThrow();
  const drawn = { rule: defaultAdvancementRule, digest: "0".repeat(64), drawnById: final.organizer.id };
  const { id } = await db
    .insertInto("advancements")
    .values({ roundId: final.round.id, version: 1, ...drawn })
    .returning("id")
    .executeTakeFirstOrThrow();
  const place = { standing: "advanced", outcome: "advanced", reason: { why: "within", rank: 1, places: 1 } as const };
  await db
    .insertInto("advancementPlaces")
    .values({ advancementId: id, entryId, releaseId: release.id, ...place })
    .execute();
  await db
    .updateTable("entries")
    .set({ applicationId, fromEntryId: entryId })
    .where("roundId", "=", final.round.id)
    .where("key", "=", "1")
    .execute();
}
