import { expect, test } from "vitest";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findSheetCounts } from "./sheets.ts";

const database = testDatabase();

test.each([1, 3])(
  "sheets are counted for each of %i entries in one query: submitted ones, of judges who are asked",
  async (count) => {
    const { round, entries, seats, criteria } = await makeHeat(database.db, { judges: 4, entries: count });
    const marks = Object.fromEntries(criteria.map(({ key, max }) => [key, max]));
    const [first] = entries;
    const [one, two, three, four] = seats.map(({ id }) => id);
    if (!first || !one || !two || !three || !four) throw new Error("a heat has entries and seats");
    const at = { roundId: round.id, entryId: first.id, marks };
    await makeSheet(database.db, { ...at, judgeId: one });
    await makeSheet(database.db, { ...at, judgeId: two, state: "draft" });
    await database.db
      .insertInto("recusals")
      .values({ roundId: round.id, entryId: first.id, judgeId: three, reason: "师生" })
      .execute();
    await database.db.updateTable("panelMembers").set({ removedAt: new Date() }).where("id", "=", four).execute();
    const { answer, queries } = await database.queriesOf(() => findSheetCounts(database.db, round.id));
    expect(queries).toHaveLength(1);
    expect([...answer]).toHaveLength(count);
    expect(answer.get("1")).toEqual({ asked: 2, submitted: 1, recused: 1 });
    if (count > 1) expect(answer.get("2")).toEqual({ asked: 3, submitted: 0, recused: 0 });
  },
);
