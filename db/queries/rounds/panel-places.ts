import { type Kysely, sql, type Transaction } from "kysely";
import type { Composition } from "~/rules/rounds/panels.ts";
import type { DB } from "~db/schema.ts";

/** The kinds of judges that the round's rule weighs; empty where it weighs none. One query. */
export async function findJudgeKinds(db: Kysely<DB>, roundId: number): Promise<{ key: string; label: string }[]> {
  return (await findJudgeRule(db, roundId)).kinds;
}

/** What a round's rule says of its judges: their kinds, and whether it converts by each judge's own mean and spread. One query. */
export async function findJudgeRule(db: Kysely<DB>, roundId: number) {
  const rule = await db.selectFrom("rules").select("settings").where("roundId", "=", roundId).executeTakeFirst();
  const { kinds = [], normalise } = rule?.settings ?? {};
  return { kinds: kinds.map(({ key, label }) => ({ key, label })), normalises: normalise !== undefined };
}

export async function writePanels(
  trx: Transaction<DB>,
  roundId: number,
  set: { panels: string[]; composition: Composition },
): Promise<void> {
  await trx.updateTable("rounds").set(set).where("id", "=", roundId).execute();
}

/** The panels that somebody sits on, or that judge an entry. One query. */
export async function findPanelsInUse(db: Kysely<DB>, roundId: number): Promise<string[]> {
  const { rows } = await sql<{ panel: string }>`
    select panel from panel_members where round_id = ${roundId} and panel is not null and removed_at is null
    union
    select panel from entries where round_id = ${roundId} and panel is not null`.execute(db);
  return rows.map(({ panel }) => panel);
}

/** A seat as it is to be: its panel (null: all of them), its kind, and whether it stays the head judge's. */
export interface PlacedSeat {
  id: number;
  panel: string | null;
  kind: string | null;
  head: boolean;
}

/** Gives seats their panels and kinds. The database refuses it for a judge who has begun a sheet. Two statements. */
export async function placeSeats(trx: Transaction<DB>, seats: readonly PlacedSeat[]): Promise<void> {
  const ids = seats.map(({ id }) => id);
  // Heads first, so that two who change places never lead one panel together
  await trx.updateTable("panelMembers").set({ head: false }).where("id", "in", ids).where("head", "=", true).execute();
  await sql`
    update panel_members set panel = placed.panel, kind = placed.kind, head = placed.head = 1
    from unnest(${ids}::int[], ${seats.map(({ panel }) => panel)}::text[], ${seats.map(({ kind }) => kind)}::text[],
      ${seats.map(({ head }) => Number(head))}::int[]) as placed (id, panel, kind, head)
    where panel_members.id = placed.id`.execute(trx);
}

/** The round's entries in running order, with group, panel and whether a sheet of theirs is begun. One query. */
export async function findEntryPanels(db: Kysely<DB>, roundId: number) {
  const rows = await db
    .selectFrom("entries")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .select([
      "entries.key",
      "entries.title",
      "entries.titleEn",
      "entries.panel",
      "entries.runningOrder as place",
      "groups.key as group",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
      sql<boolean>`exists (select from sheets where sheets.entry_id = entries.id)`.as("begun"),
    ])
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`applications.code collate "C"`, (order) => order.asc().nullsLast())
    .orderBy(sql`length(entries.key)`)
    .orderBy(sql`entries.key collate "C"`)
    .execute();
  return rows.map((row) => ({ ...row, begun: row.begun === true }));
}

/** Gives entries, by key, to panels. The database refuses it for one whose sheets are begun. One statement. */
export async function placeEntries(
  trx: Transaction<DB>,
  roundId: number,
  entries: readonly { key: string; panel: string | null }[],
): Promise<void> {
  await sql`
    update entries set panel = placed.panel
    from unnest(${entries.map(({ key }) => key)}::text[], ${entries.map(({ panel }) => panel)}::text[]) as placed (key, panel)
    where entries.round_id = ${roundId} and entries.key = placed.key
      and entries.panel is distinct from placed.panel`.execute(trx);
}

/** Keeps how entries were drawn into panels; answers its id. */
export async function insertPanelDraw(
  trx: Transaction<DB>,
  drawn: {
    roundId: number;
    method: string;
    seed: string;
    panels: string[];
    entryKeys: string[];
    reason: string | null;
    drawnById: string;
    drawnAt: Date;
  },
): Promise<number> {
  const { id } = await trx.insertInto("panelDraws").values(drawn).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** The latest draw of the panels, with who drew and how often it was drawn; undefined before the first. One query. */
export async function findLatestPanelDraw(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("panelDraws")
    .innerJoin("users", "users.id", "panelDraws.drawnById")
    .selectAll("panelDraws")
    .select(["users.name as drawnByName", sql<number>`(count(*) over ())::integer`.as("times")])
    .where("panelDraws.roundId", "=", roundId)
    .orderBy("panelDraws.id", "desc")
    .limit(1)
    .executeTakeFirst();
}
