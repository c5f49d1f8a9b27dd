import { type Kysely, sql } from "kysely";
import { searchColumns } from "~/rules/screening/search-text.ts";
import type { DB } from "~db/schema.ts";

const rowsAtOnce = 500;

/**
 * Gives what was handed in without its search columns (an older database, a seed) what it is found by, a batch of rows at a
 * time. A row that somebody hands in meanwhile keeps what that wrote. Answers how many it was.
 */
export async function fillSearchColumns(db: Kysely<DB>): Promise<number> {
  let after = 0;
  for (let filled = 0; ; ) {
    const rows = await db
      .selectFrom("applications")
      .select(["id", "code", "version", "answers"])
      .where("searchText", "is", null)
      .where("submittedAt", "is not", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(rowsAtOnce)
      .execute();
    const last = rows.at(-1);
    if (!last) return filled;
    const columns = rows.map(({ id, code, version, answers }) => {
      const found = searchColumns({ code, answers });
      return {
        id,
        version,
        search_text: found.searchText,
        search_grams: found.searchGrams,
        title_grams: found.titleGrams,
        patent_numbers: found.patentNumbers,
      };
    });
    await sql`
      update applications set search_text = filled.search_text, search_grams = filled.search_grams,
        title_grams = filled.title_grams, patent_numbers = filled.patent_numbers
      from jsonb_to_recordset(${sql.val(columns)}::jsonb) as filled
        (id integer, version integer, search_text text, search_grams text[], title_grams text[], patent_numbers text[])
      where applications.id = filled.id and applications.version = filled.version and applications.search_text is null
    `.execute(db);
    filled += rows.length;
    after = last.id;
  }
}
