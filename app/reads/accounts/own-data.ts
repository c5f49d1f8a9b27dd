import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { consentText } from "~/rules/applications/consent.ts";
import { vault } from "~/services/vault/vault.ts";
import type { Db } from "~db/client.ts";
import type { Working } from "~db/json-columns.ts";
import { findEverythingOwn } from "~db/queries/accounts/own-export.ts";

export interface OwnFile {
  /** Where it goes in the archive. */
  path: string;
  storeKey: string;
  size: number;
  attachedAt: Date;
}

/**
 * What the house holds about a person, for them to take along: plain JSON with words in their language, numbers of
 * identity documents in clear, and the files that go with it.
 */
export async function ownDataOf(
  db: Db,
  userId: string,
  locale: Locale,
  at: Date,
): Promise<{ data: object; files: OwnFile[] }> {
  const found = await findEverythingOwn(db, userId);
  const { t } = i18nFor(locale);
  const codes = new Map(found.applications.map(({ id, code }) => [id, code]));
  const of = <R extends { applicationId: number | null }>(rows: readonly R[], id: number) =>
    rows.filter((row) => row.applicationId === id).map(({ applicationId: _, ...row }) => row);
  const files = found.files.map((file, at) => ({
    path: `${codes.get(file.applicationId)}/${at + 1}-${file.name.replace(/[/\\]/g, "_")}`,
    ...file,
  }));
  const actName = (command: string) =>
    t(`privacy:file.acts.${isKnownAct(command) ? command : "other"}` as "privacy:file.acts.other");
  const data = {
    about: t("privacy:file.about"),
    exportedAt: at,
    person: found.person,
    applications: found.applications.map(({ id, working, announcedState, consentVersion, ...application }) => ({
      ...application,
      state: t(`ui:state.application.${announcedState as "draft"}`),
      identity: of(found.identities, id).map(opened)[0] ?? null,
      writing: working === null ? null : openedWorking(working),
      consent: { version: consentVersion, text: consentVersion ? consentText(consentVersion, locale) : [] },
      submissions: of(found.submissions, id),
      decision: of(found.decisions, id)[0] ?? null,
      files: of(files, id).map(({ storeKey: _, ...file }) => file),
      uploads: of(found.uploads, id),
      confirmations: of(found.confirmations, id),
      looksAtIdentity: of(found.reveals, id).map((reveal) => reveal.revealedAt),
    })),
    ...found.offices,
    mails: found.mails,
    sessions: found.sessions,
    secondFactor: found.secondFactor ?? null,
    passkeys: found.passkeys,
    acts: found.acts.map(({ applicationId, command, at: when }) => ({
      at: when,
      act: actName(command),
      application: applicationId === null ? null : (codes.get(applicationId) ?? null),
    })),
  };
  return {
    data,
    files: files.map(({ path, storeKey, size, attachedAt }) => ({ path, storeKey, size: Number(size), attachedAt })),
  };
}

interface SealedNumber {
  kind: string;
  sealed: string;
  keyName: string;
}

function opened({ kind, sealed, keyName }: SealedNumber): { kind: string; number: string } {
  return { kind, number: vault().unseal(sealed, keyName) };
}

function openedWorking({ answers, choices, identity }: Working): object {
  return { answers, choices, identity: identity ? opened(identity) : null };
}

const knownActs = [
  "start-application",
  "save-draft",
  "submit-application",
  "withdraw-application",
  "change-profile",
  "revoke-session",
  "revoke-other-sessions",
  "export-own-data",
];

function isKnownAct(command: string): boolean {
  return knownActs.includes(command);
}
