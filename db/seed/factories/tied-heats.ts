import type { Db } from "../../client.ts";
import { makeHeat, makeSheet } from "./heats.ts";
import { makePerson } from "./many-applications.ts";

/**
 * A closed heat (of at least three entries) in which 2 and 3 are equal in everything, behind 1 and before the rest. Its rule
 * asks the head judge, then the panel's vote. With the three who release it.
 */
export async function makeTiedHeat(
  db: Db,
  given: { judges?: number; entries?: number; editionId?: number; slug?: string } = {},
) {
  const heat = await makeHeat(db, given);
  const { round, seats, entries } = heat;
  const steps = ["head-judge", "vote"].map((step, position) => ({ roundId: round.id, position, step }));
  await db.insertInto("tieSteps").values(steps).execute();
  for (const [e, entry] of entries.entries())
    for (const [j, seat] of seats.entries()) {
      // Entries 2 and 3 get the same marks
      const level = e === 0 ? 0 : e < 3 ? 2 : e;
      const marks = { tech: 2800 - 100 * level - 50 * (j % 3), market: 1700, business: 1600, team: 1500, landing: 700 };
      await makeSheet(db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks });
    }
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  const { editionId } = round;
  return {
    ...heat,
    supervisor: await makePerson(db, { name: "监督员", grants: [{ role: "supervisor", editionId }] }),
    organizer: await makePerson(db, { name: "组织者", grants: [{ role: "organizer", editionId }] }),
  };
}
