import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import type { Harm } from "~/rules/audit/audit-chain.ts";
import { audited, auditedGroups } from "~/rules/audit/audited.ts";
import type { findTrailChoices, findTrailState, TrailEntry } from "~db/queries/audit/trail.ts";
import { actInWords, actName } from "./trail-words.ts";

/** An entry as the page shows it. */
export function rowOf(entry: TrailEntry, actor: Actor, locale: Locale) {
  const { id, at, actorId, reason, rehearsal, seal, round, wipedAt, code, applicationEditionId } = entry;
  const named = (title: string | null, titleEn: string | null) => (locale === "en" && titleEn) || title;
  const screens = applicationEditionId !== null && can(actor, "screen", { editionId: applicationEditionId });
  return {
    ...{ id, at, reason, rehearsal: rehearsal === true, seal },
    ...actInWords(entry, locale),
    person: actorId === null ? null : { id: actorId, name: entry.actor ?? "" },
    edition: entry.edition && named(entry.editionTitle, entry.editionTitleEn),
    // A rehearsal that was wiped has no page any more
    round: round && { slug: wipedAt ? null : round, title: named(entry.roundTitle, entry.roundTitleEn) },
    application: code && { code, screens },
  };
}

/** What the filter can name, in the language of the page. */
export function choicesOf({ editions, rounds }: Awaited<ReturnType<typeof findTrailChoices>>, locale: Locale) {
  const { t } = i18nFor(locale);
  const option = ({ slug, title, titleEn }: { slug: string; title: string; titleEn: string | null }) => ({
    value: slug,
    label: (locale === "en" && titleEn) || title,
  });
  return {
    editions: editions.map(option),
    rounds: rounds.map(option),
    commands: auditedGroups.map((group) => ({
      label: t(`acts:group.${group}`),
      options: audited[group].map((command) => ({ value: command, label: actName(command, locale) })),
    })),
  };
}

export interface TrailState {
  /** What the last verification found; null before the first. */
  verified:
    | { ok: true; at: string; seals: number; entries: number; unsealed: number }
    | { ok: false; at: string; harm: Harm; seal: number | null; entry: string | null }
    | null;
  /** The last seal; null before the first. */
  sealed: { number: number; digest: string; at: string } | null;
}

export function stateOf({ verified, sealed }: Awaited<ReturnType<typeof findTrailState>>): TrailState {
  const { seals, entries, unsealed, harm, seal, auditEntry } = verified?.facts ?? {};
  if (!verified) return { verified, sealed };
  const { at } = verified;
  if (verified.facts.ok === true)
    return {
      verified: { ok: true, at, seals: Number(seals), entries: Number(entries), unsealed: Number(unsealed) },
      sealed,
    };
  const [place, entry] = [typeof seal === "number" ? seal : null, typeof auditEntry === "string" ? auditEntry : null];
  return { verified: { ok: false, at, harm: harm as Harm, seal: place, entry }, sealed };
}
