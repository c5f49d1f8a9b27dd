import type { Db } from "~db/client.ts";

/**
 * Puts another sheet in the place of the round's first one, as a reopening does, round and release being in whatever state
 * they are: with the same marks, or with all of them none or full.
 */
export async function replaceSheet(
  db: Db,
  { roundId, hands, marks }: { roundId: number; hands: { asked: string; decided: string }; marks?: "none" | "full" },
): Promise<void> {
  const { id, entryId, judgeId, version, submittedAt } = await db
    .selectFrom("sheets")
    .selectAll()
    .where("roundId", "=", roundId)
    .orderBy("id")
    .limit(1)
    .executeTakeFirstOrThrow();
  const place = { roundId, entryId, judgeId, version };
  const decided = { state: "confirmed", reason: "笔误", askedById: hands.asked, decidedById: hands.decided };
  const { id: reopeningId } = await db
    .insertInto("sheetReopenings")
    .values({ ...place, ...decided, decidedAt: new Date() })
    .returning("id")
    .executeTakeFirstOrThrow();
  const superseded = { ...place, reopeningId, source: "tablet", marks: {}, submittedAt: submittedAt ?? new Date() };
  await db.insertInto("supersededSheets").values(superseded).execute();
  const blank = { ballot: null, ballotMarks: null, ballotTotal: null, submittedAt: null };
  const sheet = db.updateTable("sheets").where("id", "=", id);
  await sheet.set({ ...blank, state: "draft", version: version + 1 }).execute();
  if (marks)
    await db
      .updateTable("marks")
      .set((eb) => ({ mark: marks === "full" ? eb.ref("max") : 0 }))
      .where("sheetId", "=", id)
      .execute();
  await sheet.set({ state: "submitted", submittedAt }).execute();
}
