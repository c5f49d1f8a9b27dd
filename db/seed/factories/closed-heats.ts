import type { RoundState } from "~/rules/rounds/round.ts";
import type { Db } from "../../client.ts";
import { makeHeat } from "./heats.ts";
import { makePerson } from "./people.ts";

/**
 * A heat whose every sheet is submitted and whose scoring is closed, with the three who release it (`open`: not closed; `state`: where it stands instead). Marks follow from
 * the numbers of entry, judge and criterion, so that the same call always gives the same standings. `note`: what every judge
 * wrote on every sheet.
 */
export async function makeClosedHeat(
  db: Db,
  given: {
    judges?: number;
    entries?: number;
    open?: boolean;
    state?: RoundState;
    editionId?: number;
    note?: string;
  } = {},
) {
  const heat = await makeHeat(db, given);
  const { round, seats, entries, scorer } = heat;
  const criteria = await db.selectFrom("criteria").selectAll().where("roundId", "=", round.id).execute();
  for (const [j, seat] of seats.entries()) {
    const sheets = await db
      .insertInto("sheets")
      .values(entries.map((entry) => ({ roundId: round.id, entryId: entry.id, judgeId: seat.id, note: given.note })))
      .returning(["id", "entryId"])
      .execute();
    const marks = sheets.flatMap((sheet) => {
      const e = entries.findIndex((entry) => entry.id === sheet.entryId);
      return criteria.map(({ id, max, step }, c) => {
        const mark = max - (((e * 7 + j * 3 + c * 5) * step) % max);
        return { roundId: round.id, sheetId: sheet.id, criterionId: id, mark: mark - (mark % step), max, step };
      });
    });
    await db.insertInto("marks").values(marks).execute();
  }
  const submitted = { state: "submitted", submittedAt: new Date() };
  await db.updateTable("sheets").set(submitted).where("roundId", "=", round.id).execute();
  if (!given.open) await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  const { editionId } = round;
  return {
    ...heat,
    scorer,
    supervisor: await makePerson(db, { name: "监督员", grants: [{ role: "supervisor", editionId }] }),
    organizer: await makePerson(db, { name: "组织者", grants: [{ role: "organizer", editionId }] }),
  };
}
