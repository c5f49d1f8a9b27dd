import { connect } from "../../db/client.ts";

/** Every entry's total by the mean of its sheets without the highest and the lowest: reckoned here from the marks that are kept. */
export async function reckoned(databaseUrl: string, slug: string): Promise<Map<string, string>> {
  const { db, end } = connect(databaseUrl, { max: 1 });
  const sheets = await db
    .selectFrom("sheets")
    .innerJoin("rounds", "rounds.id", "sheets.roundId")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("marks", "marks.sheetId", "sheets.id")
    .where("rounds.slug", "=", slug)
    .where("sheets.state", "=", "submitted")
    .groupBy(["entries.key", "sheets.id"])
    .select((eb) => ["entries.key", eb.fn.sum<string>("marks.mark").as("total")])
    .execute()
    .finally(end);
  const totals = new Map<string, string>();
  for (const [key, own] of Map.groupBy(sheets, (sheet) => sheet.key)) {
    const sorted = own.map(({ total }) => Number(total)).sort((a, b) => a - b);
    const kept = sorted.slice(1, -1);
    totals.set(key, (kept.reduce((sum, each) => sum + each, 0) / kept.length / 100).toFixed(2));
  }
  return totals;
}
