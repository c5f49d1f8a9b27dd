import { addFinalLandings } from "../../../app/commands/landing/add-final-landings.ts";
import type { Db } from "../../client.ts";
import { makeClosedHeat } from "./closed-heats.ts";
import { makeEdition } from "./editions.ts";
import { releaseRound } from "./releases.ts";

/** An edition whose final of so many projects is published, on the first of December 2026, with its organizer and supervisor. */
export async function makeFinal(db: Db, given: { entries?: number; slug?: string } = {}) {
  const { edition, groups } = await makeEdition(db, { slug: given.slug });
  const final = await makeClosedHeat(db, { editionId: edition.id, judges: 3, entries: given.entries ?? 3 });
  await db
    .updateTable("rounds")
    .set({ kind: "final", title: "总决赛", startsAt: new Date("2026-12-01T01:00:00Z") })
    .where("id", "=", final.round.id)
    .execute();
  await releaseRound(db, final, "published", { noticeEndsOn: "2099-12-01" });
  return { edition, groups, final, organizer: final.organizer, supervisor: final.supervisor };
}

/** The same with every project of the final tracked, by its organizer, from the day given on (default: that of the final). */
export async function makeLandings(db: Db, given: Parameters<typeof makeFinal>[1] & { startedOn?: string } = {}) {
  const made = await makeFinal(db, given);
  const { edition, organizer } = made;
  const input = { edition: edition.slug, owner: organizer.id, startedOn: given.startedOn ?? "2026-12-01" };
  const added = await addFinalLandings({ db, actor: organizer }, input);
  if (!added.ok) throw new Error(added.error.type);
  return made;
}
