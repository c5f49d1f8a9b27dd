import type { Kysely, Transaction } from "kysely";
import type { EditionBasics, EditionChoices, EditionState } from "~/rules/editions/edition-basics.ts";
import type { EditionPage } from "~/rules/editions/edition-page.ts";
import type { OvertimeTable } from "~/rules/editions/overtime-table.ts";
import type { AttachmentTemplates } from "~/rules/files/attachment-template.ts";
import { type NoticeSettings, readStoredOwnDays } from "~/rules/notices/notice.ts";
import type { IndustryChain } from "~/rules/portrait/industry-chain.ts";
import type { RoleSeparation } from "~/rules/releases/release.ts";
import type { EligibilityRule } from "~/rules/screening/eligibility-rule.ts";
import type { DB } from "~db/schema.ts";
import { findTracksAndGroups } from "./editions.ts";

/** The edition of that slug, locked against every other change of it until the transaction ends. */
export async function lockEdition(trx: Transaction<DB>, slug: string) {
  return await trx.selectFrom("editions").selectAll().where("slug", "=", slug).forUpdate().executeTakeFirst();
}

/** The basics of an edition's row. */
export function basicsOf(
  edition: Omit<EditionBasics, "state" | "rolesMayFallTogether"> & { state: string; rolesMayFallTogether: string },
): EditionBasics {
  const { slug, ordinal, title, titleEn, summary, summaryEn, contact, applyOpensAt, applyClosesAt } = edition;
  const { retentionOn, secondCheck, bundlePublic, bundleNamesJudges, namesPublic } = edition;
  const words = { slug, ordinal, title, titleEn, summary, summaryEn, contact };
  const state = edition.state as EditionState;
  const rolesMayFallTogether = edition.rolesMayFallTogether as RoleSeparation;
  const ticks = { secondCheck, bundlePublic, bundleNamesJudges, namesPublic };
  return { ...words, state, applyOpensAt, applyClosesAt, retentionOn, ...ticks, rolesMayFallTogether };
}

/** Which of the three who release a result may be the same person, in that edition. */
export async function findRoleSeparation(db: Kysely<DB>, editionId: number): Promise<RoleSeparation> {
  const { rolesMayFallTogether } = await db
    .selectFrom("editions")
    .select("rolesMayFallTogether")
    .where("id", "=", editionId)
    .executeTakeFirstOrThrow();
  return rolesMayFallTogether as RoleSeparation;
}

/** For how many hours a signing role is to be held in the edition before it signs. One query. */
export async function findSigningWait(db: Kysely<DB>, editionId: number): Promise<number> {
  const { signingWaitHours } = await db
    .selectFrom("editions")
    .select("signingWaitHours")
    .where("id", "=", editionId)
    .executeTakeFirstOrThrow();
  return signingWaitHours;
}

/** What an edition's row says of notices and objections. */
export function noticeSettingsOf(edition: Omit<NoticeSettings, "ownDays"> & { ownDays: unknown }): NoticeSettings {
  const { noticeContact, noticeContactEn, disciplineLine, disciplineLineEn } = edition;
  const { noticeWorkingDays, objectionWorkingDays } = edition;
  const { off, work } = readStoredOwnDays(edition.ownDays);
  return {
    noticeContact,
    noticeContactEn,
    disciplineLine,
    disciplineLineEn,
    noticeWorkingDays,
    objectionWorkingDays,
    ownDays: { off: [...off], work: [...work] },
  };
}

/** The same of the edition of that id. One query. */
export async function findNoticeSettings(db: Kysely<DB>, editionId: number): Promise<NoticeSettings> {
  const row = await db
    .selectFrom("editions")
    .select(["noticeContact", "noticeContactEn", "disciplineLine", "disciplineLineEn"])
    .select(["noticeWorkingDays", "objectionWorkingDays", "ownDays"])
    .where("id", "=", editionId)
    .executeTakeFirstOrThrow();
  return noticeSettingsOf(row);
}

/** Makes an edition and answers its id; undefined when the slug is taken. */
export async function insertEdition(trx: Transaction<DB>, basics: EditionBasics): Promise<number | undefined> {
  const made = await trx
    .insertInto("editions")
    .values(basics)
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

/** Whether another edition has the slug. */
export async function existsEditionSlug(trx: Transaction<DB>, slug: string, butNot: number): Promise<boolean> {
  const other = await trx.selectFrom("editions").select("id").where("slug", "=", slug).executeTakeFirst();
  return other !== undefined && other.id !== butNot;
}

/** Writes the basics, the page, what is said of notices, the rules of eligibility, the files asked for or the chains. */
export async function updateEdition(
  trx: Transaction<DB>,
  id: number,
  change: Partial<EditionBasics> & {
    page?: EditionPage;
    notice?: NoticeSettings;
    eligibility?: readonly EligibilityRule[];
    requiredAttachments?: readonly string[];
    attachmentTemplates?: AttachmentTemplates;
    industryChains?: readonly IndustryChain[];
    overtime?: OvertimeTable | null;
  },
): Promise<void> {
  const { page, notice, eligibility, requiredAttachments, attachmentTemplates, industryChains, overtime, ...basics } =
    change;
  await trx
    .updateTable("editions")
    .set({
      ...basics,
      ...(page ? { page } : {}),
      ...(notice ? notice : {}),
      ...(eligibility ? { eligibility } : {}),
      ...(requiredAttachments ? { requiredAttachments: [...requiredAttachments] } : {}),
      ...(attachmentTemplates ? { attachmentTemplates } : {}),
      ...(industryChains ? { industryChains } : {}),
      ...(overtime === undefined ? {} : { overtime }),
    })
    .where("id", "=", id)
    .execute();
}

/** An edition's tracks and groups as its settings write them. Two queries. */
export async function findEditionChoices(db: Kysely<DB>, editionId: number): Promise<EditionChoices> {
  return await findTracksAndGroups(db, editionId);
}

/** The keys of tracks or groups that something already names: they can be renamed, not taken out. */
export async function findUsedChoices(db: Kysely<DB>, editionId: number) {
  const [tracks, groups] = await Promise.all([
    db
      .selectFrom("tracks")
      .select("key")
      .where("editionId", "=", editionId)
      .where((eb) =>
        eb.or([
          eb.exists(eb.selectFrom("rounds").select("id").whereRef("rounds.trackId", "=", "tracks.id")),
          eb.exists(eb.selectFrom("applications").select("id").whereRef("applications.trackId", "=", "tracks.id")),
          eb.exists(
            eb
              .selectFrom("panelMemberTracks")
              .select("trackId")
              .whereRef("panelMemberTracks.trackId", "=", "tracks.id"),
          ),
        ]),
      )
      .execute(),
    db
      .selectFrom("groups")
      .select("key")
      .where("editionId", "=", editionId)
      .where((eb) =>
        eb.or([
          eb.exists(eb.selectFrom("applications").select("id").whereRef("applications.groupId", "=", "groups.id")),
          eb.exists(eb.selectFrom("entries").select("id").whereRef("entries.groupId", "=", "groups.id")),
        ]),
      )
      .execute(),
  ]);
  return { tracks: tracks.map(({ key }) => key), groups: groups.map(({ key }) => key) };
}

/** Brings tracks and groups to what is given: new ones in, changed ones changed, missing ones out. */
export async function writeChoices(trx: Transaction<DB>, editionId: number, choices: EditionChoices): Promise<void> {
  for (const table of ["tracks", "groups"] as const) {
    const rows = choices[table].map((choice, position) => ({ ...choice, editionId, position }));
    const keys = rows.map(({ key }) => key);
    await trx
      .deleteFrom(table)
      .where("editionId", "=", editionId)
      .$if(keys.length > 0, (query) => query.where("key", "not in", keys))
      .execute();
    if (rows.length === 0) continue;
    await trx
      .insertInto(table)
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["editionId", "key"]).doUpdateSet((eb) => ({
          title: eb.ref("excluded.title"),
          titleEn: eb.ref("excluded.titleEn"),
          position: eb.ref("excluded.position"),
          ...(table === "groups" ? { company: eb.ref("excluded.company" as never) } : {}),
        })),
      )
      .execute();
  }
}
