import { sql, type Transaction } from "kysely";
import { slugOfNext, titleOfNext } from "~/rules/editions/copied-edition.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { isRehearsalSlug } from "~/rules/heats/rehearsal.ts";
import type { DB } from "~db/schema.ts";
import { copyHostedFiles } from "../files/hosted-files.ts";
import { copyRoundSetup, copySeats, findRoundsOf } from "../rounds/copied-rounds.ts";

/**
 * Gives a new edition what an earlier one settled: tracks, groups, eligibility, page, files, notices, advancement, landing, chains, overtime, mail
 * texts, checklist, awards and certificates. Dates of the page belong to their year and stay behind.
 */
export async function copyEditionSettings(
  trx: Transaction<DB>,
  { from, to, by, at }: { from: number; to: number; by: string; at: Date },
): Promise<void> {
  const { page } = await trx.selectFrom("editions").select("page").where("id", "=", from).executeTakeFirstOrThrow();
  await trx
    .updateTable("editions")
    .set({ page: { ...readStoredPage(page), milestones: [] } })
    .where("id", "=", to)
    .execute();
  await sql`
    update editions set eligibility = source.eligibility, required_attachments = source.required_attachments,
      attachment_templates = source.attachment_templates,
      notice_contact = source.notice_contact, notice_contact_en = source.notice_contact_en,
      discipline_line = source.discipline_line, discipline_line_en = source.discipline_line_en,
      notice_working_days = source.notice_working_days, objection_working_days = source.objection_working_days,
      own_days = source.own_days, landing_months = source.landing_months, industry_chains = source.industry_chains,
      overtime = source.overtime,
      advancement = jsonb_set(source.advancement, '{exceptions}', '[]')
    from editions as source where source.id = ${from} and editions.id = ${to}`.execute(trx);
  await sql`
    insert into tracks (edition_id, key, title, title_en, position)
    select ${to}, key, title, title_en, position from tracks where edition_id = ${from} order by id`.execute(trx);
  await sql`
    insert into groups (edition_id, key, title, title_en, position, company)
    select ${to}, key, title, title_en, position, company from groups where edition_id = ${from} order by id`.execute(
    trx,
  );
  await sql`
    insert into mail_texts (edition_id, template, locale, subject, body, edited_by_id, edited_at)
    select ${to}, template, locale, subject, body, ${by}, ${at} from mail_texts where edition_id = ${from}`.execute(
    trx,
  );
  await sql`
    insert into diligence_checklists (edition_id, items, edited_by_id, edited_at)
    select ${to}, items, ${by}, ${at} from diligence_checklists where edition_id = ${from}`.execute(trx);
  await sql`
    insert into award_settings (edition_id, move_up, levels, edited_by_id, edited_at)
    select ${to}, move_up, levels, ${by}, ${at} from award_settings where edition_id = ${from}`.execute(trx);
  await sql`
    insert into certificate_templates (edition_id, title, title_en, body, body_en, issuer, issuer_en, edited_by_id, edited_at)
    select ${to}, title, title_en, body, body_en, issuer, issuer_en, ${by}, ${at}
    from certificate_templates where edition_id = ${from}`.execute(trx);
  await copyHostedFiles(trx, { from, to, by, at });
}

interface EditionName {
  id: number;
  slug: string;
  ordinal: number | null;
}

/**
 * Gives a new edition the rounds of an earlier one, as drafts without a date: with rubric and rule, and where `panels` says so with the
 * people of their panels, nobody invited. The advancement rule keeps its exceptions. Answers the addresses of the rounds.
 */
export async function copyEditionRounds(
  trx: Transaction<DB>,
  { from, to, panels }: { from: EditionName; to: EditionName; panels: boolean },
): Promise<string[]> {
  const taken = new Set((await trx.selectFrom("rounds").select("slug").execute()).map(({ slug }) => slug));
  const tracks = await trx.selectFrom("tracks").select(["id", "key"]).where("editionId", "=", to.id).execute();
  const slugs = new Map<string, string>();
  for (const round of await findRoundsOf(trx, from.id)) {
    const slug = slugOfNext(round.slug, from.slug, to.slug, (each) => taken.has(each) || isRehearsalSlug(each));
    taken.add(slug);
    slugs.set(round.slug, slug);
    const { kind, city, cityEn, venue, venueEn, timeZone, capacity, pitchMinutes, defenceMinutes } = round;
    const titles = {
      title: titleOfNext(round.title, from.ordinal, to.ordinal),
      titleEn: round.titleEn && titleOfNext(round.titleEn, from.ordinal, to.ordinal),
    };
    const place = { city, cityEn, venue, venueEn, timeZone };
    const trackId = tracks.find(({ key }) => key === round.track)?.id ?? null;
    const made = await trx
      .insertInto("rounds")
      .values({ ...titles, ...place, editionId: to.id, slug, kind, trackId, capacity, pitchMinutes, defenceMinutes })
      .returning("id")
      .executeTakeFirstOrThrow();
    await copyRoundSetup(trx, round.id, made.id);
    if (panels) await copySeats(trx, { from: round.id, to: made.id, head: true });
  }
  await keepExceptions(trx, { from: from.id, to: to.id, slugs });
  return [...slugs.values()];
}

/** Exceptions of the advancement rule name heats by their addresses, which are new. */
async function keepExceptions(
  trx: Transaction<DB>,
  { from, to, slugs }: { from: number; to: number; slugs: ReadonlyMap<string, string> },
): Promise<void> {
  const { advancement } = await trx
    .selectFrom("editions")
    .select("advancement")
    .where("id", "=", from)
    .executeTakeFirstOrThrow();
  if (!advancement || advancement.exceptions.length === 0) return;
  const exceptions = advancement.exceptions.flatMap((each) => {
    const heat = slugs.get(each.heat);
    return heat === undefined ? [] : [{ ...each, heat }];
  });
  await trx
    .updateTable("editions")
    .set({ advancement: { ...advancement, exceptions } })
    .where("id", "=", to)
    .execute();
}
