import { type Kysely, sql, type Transaction } from "kysely";
import type { Places } from "~/rules/accounts/access.ts";
import { nextSeatKey, type RoundKind } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";
import { findDeliberationSetting, findRule, replaceRule } from "../standings/rules.ts";
import { seatAddresses } from "./panels.ts";
import { findRubric, replaceRubric } from "./rubrics.ts";

/** The rounds that somebody may take as a pattern: those that they set up, of every edition, the newest edition first. One query. */
export async function findRoundsToCopy(db: Kysely<DB>, { everywhere, editionIds, roundIds }: Places) {
  const rows = await db
    .selectFrom("realRounds as rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select(["rounds.id", "rounds.slug", "rounds.kind", "rounds.title", "rounds.titleEn"])
    .select(["editions.title as edition", "editions.titleEn as editionEn"])
    .select(
      sql<number>`(select count(*)::integer from panel_members where round_id = rounds.id and removed_at is null)`.as(
        "judges",
      ),
    )
    .$if(!everywhere, (query) =>
      query.where(
        sql<boolean>`(rounds.edition_id = any (${editionIds}::integer[]) or rounds.id = any (${roundIds}::integer[]))`,
      ),
    )
    .orderBy("editions.ordinal", (order) => order.desc().nullsLast())
    .orderBy("editions.id", "desc")
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as RoundKind }));
}

/** Every round of an edition that is no rehearsal, with all its columns, in the order in which they were made. */
export async function findRoundsOf(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("realRounds as rounds")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .selectAll("rounds")
    .select("tracks.key as track")
    .where("rounds.editionId", "=", editionId)
    .orderBy("rounds.id")
    .execute();
}

/** Gives an empty round rubric, rule, the way of its day and, where both are reviews, the review's settings of another one. */
export async function copyRoundSetup(trx: Transaction<DB>, from: number, to: number): Promise<void> {
  const rubric = await findRubric(trx, from);
  if (rubric.length > 0) await replaceRubric(trx, to, rubric);
  const rule = await findRule(trx, from);
  if (rule) await replaceRule(trx, to, rule, await findDeliberationSetting(trx, from));
  await sql`
    update rounds set warn_seconds = pattern.warn_seconds, late_rule = pattern.late_rule,
      scoring_by_project = pattern.scoring_by_project, scores_on_stage = pattern.scores_on_stage,
      scoreboard_on_stage = pattern.scoreboard_on_stage, freeze_after = pattern.freeze_after, open_together = pattern.open_together,
      own_figures = pattern.own_figures, composition = pattern.composition
    from rounds as pattern where pattern.id = ${from} and rounds.id = ${to}`.execute(trx);
  await sql`
    insert into review_settings
      (round_id, reviews_per_entry, blind_fields, same_employer, same_school, same_recommender)
    select ${to}, reviews_per_entry, blind_fields, same_employer, same_school, same_recommender
    from review_settings join rounds on rounds.id = ${to} and rounds.kind = 'preliminary'
    where round_id = ${from}`.execute(trx);
}

/**
 * Seats the panel of another round, whoever does not sit there yet: under the next keys in their order, with what is known of
 * their ties, on their panels (which the round then has) and of their kinds, nobody invited. A head judge is taken over where the
 * panel has none and `head` allows it. Answers how many were seated.
 */
export async function copySeats(
  trx: Transaction<DB>,
  { from, to, head }: { from: number; to: number; head: boolean },
): Promise<number> {
  const { rows } = await sql<CopiedSeat>`
    with addresses as (${seatAddresses} where panel_members.round_id in (${from}, ${to}))
    select seats.id, seats.name, seats.head, seats.panel, seats.kind,
      case when seats.user_id is null and not exists (select from invitations where panel_member_id = seats.id)
        then coalesce(seats.copied_from_id, seats.id) else seats.id end as copied_from_id
    from panel_members as seats join addresses on addresses.seat_id = seats.id
    where seats.round_id = ${from} and seats.removed_at is null and not exists (
      select from panel_members as there join addresses as known on known.seat_id = there.id
      where there.round_id = ${to} and (known.email = addresses.email or there.copied_from_id = seats.id)
    )
    order by length(seats.key), seats.key collate "C"`.execute(trx);
  if (rows.length === 0) return 0;
  const given = await trx
    .selectFrom("panelMembers")
    .select(["key", "head", "panel"])
    .where("roundId", "=", to)
    .execute();
  const keys = given.map(({ key }) => key);
  const led = new Set(given.filter((seat) => seat.head).map(({ panel }) => panel));
  const seats = rows.map((seat) => {
    const key = nextSeatKey(keys);
    keys.push(key);
    const { name, copiedFromId, panel, kind } = seat;
    return { roundId: to, key, name, head: head && seat.head && !led.has(panel), copiedFromId, panel, kind };
  });
  await trx.insertInto("panelMembers").values(seats).execute();
  await copyProfiles(trx, to);
  await sql`
    update rounds set panels = rounds.panels || array(
      select panel from unnest(source.panels) as panel where panel in (
        select panel from panel_members where round_id = ${to} and panel is not null
      ) and panel <> all (rounds.panels)
    )
    from rounds as source where rounds.id = ${to} and source.id = ${from}`.execute(trx);
  return seats.length;
}

interface CopiedSeat {
  id: number;
  name: string;
  head: boolean;
  panel: string | null;
  kind: string | null;
  copiedFromId: number;
}

/** What is known of the copied judges' ties: within an edition whom they were recommended by and their tracks, too. */
async function copyProfiles(trx: Transaction<DB>, to: number): Promise<void> {
  await sql`
    update panel_members set employer = source.employer, school = source.school, most_reviews = source.most_reviews,
      recommender_id = case when there.edition_id = here.edition_id then source.recommender_id end
    from panel_members as source join rounds as there on there.id = source.round_id, rounds as here
    where panel_members.round_id = ${to} and here.id = ${to} and source.id = panel_members.copied_from_id
      and panel_members.user_id is null and panel_members.employer is null and panel_members.school is null
      and panel_members.most_reviews is null`.execute(trx);
  await sql`
    insert into panel_member_tracks (panel_member_id, track_id)
    select seats.id, own.id
    from panel_members as seats
      join rounds as here on here.id = seats.round_id
      join panel_member_tracks on panel_member_tracks.panel_member_id = seats.copied_from_id
      join tracks on tracks.id = panel_member_tracks.track_id
      join tracks as own on own.edition_id = here.edition_id and own.key = tracks.key
    where seats.round_id = ${to}
    on conflict do nothing`.execute(trx);
}

/** Who sits on a panel, can be written to, and has neither accepted nor an invitation that stands. One query. */
export async function findSeatsToInvite(db: Kysely<DB>, roundId: number, at: Date) {
  const { rows } = await sql<{ id: number; key: string; name: string; email: string; locale: "zh-CN" | "en" }>`
    select panel_members.id, panel_members.key, panel_members.name, addresses.email, addresses.locale
    from panel_members join (${seatAddresses}) as addresses on addresses.seat_id = panel_members.id
    where panel_members.round_id = ${roundId} and panel_members.removed_at is null and panel_members.user_id is null
      and addresses.email is not null and not exists (
        select from invitations where panel_member_id = panel_members.id
          and accepted_at is null and revoked_at is null and expires_at > ${at}
      )
    order by length(panel_members.key), panel_members.key collate "C"`.execute(db);
  return rows;
}
