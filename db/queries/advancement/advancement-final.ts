import { type Kysely, sql, type Transaction } from "kysely";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";
import { removeEntries } from "../rounds/round-setup.ts";

/** The id of an edition's final, the first where there are several; undefined without one. One query. */
export async function findFinalId(db: Kysely<DB>, editionId: number): Promise<number | undefined> {
  const final = await db
    .selectFrom("realRounds as rounds")
    .where("editionId", "=", editionId)
    .where("kind", "=", "final")
    .select("id")
    .orderBy("startsAt", (order) => order.asc().nullsLast())
    .orderBy("slug")
    .limit(1)
    .executeTakeFirst();
  return final?.id;
}

/** The final, with who is in it; `begun`: somebody has begun to judge it, or it is past that. */
export interface FinalRound {
  id: number;
  slug: string;
  title: string;
  titleEn: string | null;
  state: RoundState;
  begun: boolean;
  drawn: boolean;
  /** By the entry of the heat that it came from: its own id and key in the final. */
  entries: Map<number, { id: number; key: string }>;
}

/** That final as it is now. One query. */
export async function findFinal(
  db: Kysely<DB>,
  {
    id,
    slug,
    title,
    titleEn,
    state,
  }: { id: number; slug: string; title: string; titleEn: string | null; state: string },
): Promise<FinalRound> {
  const rows = await db
    .selectFrom("rounds")
    .leftJoin("entries", (join) =>
      join.onRef("entries.roundId", "=", "rounds.id").on("entries.fromEntryId", "is not", null),
    )
    .where("rounds.id", "=", id)
    .select(["entries.id", "entries.key", "entries.fromEntryId"])
    .select(
      sql<boolean>`exists (select from sheets where sheets.round_id = rounds.id)
        or exists (select from paper_sheets where paper_sheets.round_id = rounds.id)
        or exists (select from judged_input_proposals where judged_input_proposals.round_id = rounds.id)
        or exists (select from check_requests where check_requests.round_id = rounds.id)`.as("touched"),
    )
    .select(sql<boolean>`exists (select from draws where draws.round_id = rounds.id)`.as("drawn"))
    .execute();
  const entries = rows.flatMap((row) =>
    row.fromEntryId !== null && row.id !== null && row.key !== null
      ? [[row.fromEntryId, { id: row.id, key: row.key }] as const]
      : [],
  );
  const begun = state === "judging" || state === "closed" || (rows[0]?.touched ?? false);
  const drawn = rows[0]?.drawn ?? false;
  return { id, slug, title, titleEn, state: state as RoundState, begun, drawn, entries: new Map(entries) };
}

/**
 * Puts entries of heats into the final, in the order given: who was there before comes back under their key, with their
 * ticket, declared conflicts and sign-in; the others get keys that nobody has had there. Once it is drawn they stand behind
 * everybody's place. Answers their keys there.
 */
export async function enterFinal(
  trx: Transaction<DB>,
  final: { id: number; drawn: boolean },
  fromEntryIds: readonly number[],
): Promise<string[]> {
  if (fromEntryIds.length === 0) return [];
  const { rows } = await sql<{ key: string }>`
    insert into entries (round_id, application_id, group_id, title, title_en, from_entry_id, key, ticket, running_order)
    select ${final.id}::int, entries.application_id, entries.group_id, entries.title, entries.title_en, entries.id,
      coalesce(
        before.key,
        (coalesce(last.key, 0) + count(*) filter (where before.key is null) over (order by given.place))::text
      ),
      coalesce(before.ticket, replace(gen_random_uuid()::text, '-', '')),
      case when ${final.drawn}::boolean then coalesce(last.place, 0) + given.place end
    from unnest(${fromEntryIds}::int[]) with ordinality as given (id, place)
      join entries on entries.id = given.id
      left join final_departures before on before.round_id = ${final.id} and before.entry_id = entries.id
      cross join (
        select max(case when key ~ '^[0-9]{1,6}$' then key::int end) as key, max(running_order) as place
        from (
          select key, running_order from entries where round_id = ${final.id}
          union all
          select key, null from final_departures where round_id = ${final.id}
          union all
          select left_key, null from advancement_withdrawals gone join advancement_places using (entry_id)
            join advancements on advancements.id = advancement_places.advancement_id
          where advancements.round_id = ${final.id} and left_key is not null
        ) taken
      ) last
    order by given.place
    on conflict (round_id, application_id) do update set from_entry_id = excluded.from_entry_id
    returning key`.execute(trx);
  await bringBack(trx, final.id, fromEntryIds);
  return rows.map(({ key }) => key);
}

async function bringBack(trx: Transaction<DB>, finalId: number, fromEntryIds: readonly number[]): Promise<void> {
  const back = sql`
    from final_departures before
      join entries on entries.round_id = before.round_id and entries.from_entry_id = before.entry_id`;
  const those = sql`before.round_id = ${finalId} and before.entry_id = any (${fromEntryIds}::int[])`;
  await sql`
    insert into recusals (round_id, entry_id, judge_id, reason, declared_by_id, declared_at)
    select entries.round_id, entries.id, tie.judge_id, tie.reason, tie.declared_by_id, tie.declared_at
    ${back}
      cross join jsonb_populate_recordset(null::recusals, before.kept -> 'recusals') tie
      join panel_members on panel_members.id = tie.judge_id and panel_members.round_id = entries.round_id
    where ${those}
    on conflict (entry_id, judge_id) do nothing`.execute(trx);
  await sql`
    insert into attendances (entry_id, round_id, state, means, reason, recorded_by_id, recorded_at)
    select entries.id, entries.round_id, seen.state, seen.means, seen.reason, seen.recorded_by_id, seen.recorded_at
    ${back}
      cross join jsonb_populate_recordset(null::attendances, before.kept -> 'attendances') seen
    where ${those}
    on conflict (entry_id) do nothing`.execute(trx);
}

/** Takes entries (by their own ids) out of a final that has not begun. Their keys, tickets, declared conflicts and sign-in are kept for when they come back. */
export async function leaveFinal(trx: Transaction<DB>, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into final_departures (round_id, entry_id, key, ticket, left_at, kept)
    select round_id, from_entry_id, key, ticket, ${at}::timestamptz, jsonb_build_object(
      'recusals', (select coalesce(jsonb_agg(to_jsonb(recusals)), '[]') from recusals where entry_id = entries.id),
      'attendances', (select coalesce(jsonb_agg(to_jsonb(attendances)), '[]') from attendances where entry_id = entries.id)
    )
    from entries
    where id = any (${ids}::int[]) and from_entry_id is not null
    on conflict (round_id, entry_id) do update
    set key = excluded.key, ticket = excluded.ticket, left_at = excluded.left_at, kept = excluded.kept`.execute(trx);
  await trx.deleteFrom("attendances").where("entryId", "in", ids).execute();
  await removeEntries(trx, ids);
}
