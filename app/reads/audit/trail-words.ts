import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import type { TrailDamage } from "~/rules/audit/audit-chain.ts";
import { type Audited, audited, auditedGroups, isAudited } from "~/rules/audit/audited.ts";
import type { findTrailChoices, findTrailState, TrailEntry } from "~db/queries/audit/trail.ts";
import { tableTime } from "../exchange/list-cells.ts";

/** What an entry says, in the words of a language. */
export interface ActInWords {
  /** What was done, as a sentence without its person. */
  sentence: string;
  /** What the sentence leaves out; a digest whole. */
  details: { key: string; label: string; value: string; digest: boolean }[];
}

type Told = Pick<
  TrailEntry,
  "command" | "facts" | "code" | "projectTitle" | "entryTitle" | "entryTitleEn" | "judgeName" | "otherName"
> & {
  /** Places in the running order, by what the facts name projects with. */
  numbers?: Record<string, number> | null;
};

/** The entry's act and facts in words: keys with the names that they stand for, codes as what they mean. */
export function actInWords(entry: Told, locale: Locale): ActInWords {
  const { t } = i18nFor(locale);
  const { command } = entry;
  const facts = Object.entries(entry.facts as Record<string, unknown>).filter(
    ([key, value]) => value !== null && key !== "saltedReason" && key !== "reason",
  );
  const words = new Map(
    facts.map(([key, value]) => [
      key,
      (people.includes(key) && entry.otherName) ||
        factInWords(command, key, numbered(entry, key, value, locale), locale),
    ]),
  );
  const names = namesOf(entry, locale, words);
  if (!isAudited(command))
    return { sentence: t("acts:unknown", { command }), details: detailsOf(facts, words, locale) };
  const used = new Set(placeholdersOf(command, locale));
  const given = Object.fromEntries([...used].map((key) => [key, names[key] ?? words.get(key) ?? "—"]));
  const sentence = (t as Sentences)(`acts:act.${command}`, given);
  const rest = facts.filter(([key]) => !used.has(key) && !(key === "code" && used.has("application")));
  return { sentence, details: detailsOf(rest, words, locale) };
}

/** What the act is called where one is chosen: its sentence without anybody's names. */
export function actName(command: Audited, locale: Locale): string {
  const { t } = i18nFor(locale);
  const blanks = Object.fromEntries(placeholdersOf(command, locale).map((key) => [key, "…"]));
  return (t as Sentences)(`acts:act.${command}`, blanks);
}

/** The placeholders of a sentence are an entry's facts, which no type knows. */
type Sentences = (key: `acts:act.${Audited}`, given: Record<string, string>) => string;

function placeholdersOf(command: Audited, locale: Locale): string[] {
  const sentence: string = i18nFor(locale).getResource(locale, "acts", `act.${command}`);
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, key = ""]) => key);
}

/** Facts that are a person's id. */
const people = ["screener", "userId", "decidedBy"];

/** Facts that are projects of the round, by their keys. */
const projects = ["entry", "entries", "first", "second"];

/** Projects by their places in the running order, the key the second; as they are where they have none. */
function numbered({ numbers }: Told, fact: string, value: unknown, locale: Locale): unknown {
  const { t } = i18nFor(locale);
  if (!numbers || !projects.includes(fact)) return value;
  const nameOf = (key: unknown) => {
    const number = numbers[String(key)];
    return number === undefined ? key : t("acts:numbered", { number, key: String(key) });
  };
  return Array.isArray(value) ? value.map(nameOf) : nameOf(value);
}

/** Names beside the keys: of the project, the judge, the application. */
function namesOf(entry: Told, locale: Locale, words: Map<string, string>): Record<string, string | undefined> {
  const { t } = i18nFor(locale);
  const named = (key: string | undefined, name: string | null) => (key && name ? t("acts:named", { key, name }) : key);
  const title = inLocale(locale, entry.entryTitle, entry.entryTitleEn);
  const key = String((entry.facts as Record<string, unknown>).entry ?? "");
  const number = entry.numbers?.[key];
  return {
    entry:
      number !== undefined && title
        ? t("acts:numberedAndNamed", { number, name: title, key })
        : named(words.get("entry"), title),
    judge: named(words.get("judge"), entry.judgeName),
    application: named(entry.code ?? words.get("code"), entry.projectTitle),
  };
}

function detailsOf(facts: [string, unknown][], words: Map<string, string>, locale: Locale): ActInWords["details"] {
  return facts.map(([key, value]) => ({
    key,
    label: wordsAt([`acts:fact.${key}`], locale) ?? key,
    value: words.get(key) ?? "",
    digest: isDigest(value),
  }));
}

function factInWords(command: string, key: string, value: unknown, locale: Locale): string {
  const { t } = i18nFor(locale);
  if (key === "ok" && command === "verify-audit") return value === true ? t("acts:verified") : t("acts:broken");
  if (typeof value === "boolean") return value ? t("acts:yes") : t("acts:no");
  if (Array.isArray(value))
    return value.map((each) => codeInWords(command, key, String(each), locale)).join(t("acts:and"));
  if (typeof value === "object") return JSON.stringify(value);
  return codeInWords(command, key, String(value), locale);
}

/** Where the words of a fact's codes stand, by its key. */
const sources: Record<string, readonly string[]> = {
  act: ["screening:batch.act"],
  kind: ["files:kind", "privacy:identity.kind", "ui:kind"],
  list: ["exchange:list.name"],
  milestone: ["ui:state.landing"],
  platform: ["landing:platform"],
  requiredAttachments: ["files:kind"],
  role: ["ui:role"],
  template: ["mail:kind"],
  together: ["editions:basics.together"],
  togetherBefore: ["editions:basics.together"],
  verdict: ["eligibility:verdict"],
  ...Object.fromEntries(
    [
      "among",
      "answer",
      "as",
      "before",
      "decision",
      "factor",
      "harm",
      "lateRule",
      "locale",
      "means",
      "method",
      "origin",
      "why",
    ].map((key) => [key, ["acts:code"]]),
  ),
  ...Object.fromEntries(
    ["measure", "noticeDoubts", "outcome", "paper", "step", "ties", "was"].map((key) => [key, ["acts:code"]]),
  ),
};

/** The states of a round, of an edition, of a sign-in; every other state is an application's. */
const stateSources: Record<string, readonly string[]> = {
  "step-round": ["ui:state.round"],
  "create-edition": ["ui:state.edition"],
  "update-edition": ["ui:state.edition"],
  "sign-in-contestant": ["acts:code"],
};

function codeInWords(command: string, key: string, code: string, locale: Locale): string {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(code)) return tableTime(new Date(code));
  if (!/^[\w-]+$/.test(code)) return code;
  const isState = key === "from" || key === "to" || key === "state";
  const places = isState ? (stateSources[command] ?? ["ui:state.application"]) : (sources[key] ?? []);
  const found = places.map((place) => `${place}.${code}`);
  return wordsAt(found, locale) ?? code;
}

/** The words at the first of those keys that has any. */
function wordsAt(keys: readonly string[], locale: Locale): string | undefined {
  const instance = i18nFor(locale);
  const key = keys.find((each) => instance.exists(each));
  return key === undefined ? undefined : (instance.t as (key: string) => string)(key);
}

function isDigest(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

/** An entry as the page shows it. */
export function rowOf(entry: TrailEntry, actor: Actor, locale: Locale) {
  const { id, at, actorId, reason, rehearsal, seal, round, wipedAt, code, applicationEditionId } = entry;
  const screens = applicationEditionId !== null && can(actor, "screen", { editionId: applicationEditionId });
  return {
    id,
    at,
    reason,
    rehearsal: rehearsal === true,
    seal,
    ...actInWords(entry, locale),
    person: actorId === null ? null : { id: actorId, name: entry.actor ?? "" },
    edition: entry.edition && inLocale(locale, entry.editionTitle, entry.editionTitleEn),
    // A rehearsal that was wiped has no page any more
    round: round && { slug: wipedAt ? null : round, title: inLocale(locale, entry.roundTitle, entry.roundTitleEn) },
    application: code && { code, screens },
  };
}

/** What the filter can name, in the language of the page. */
export function choicesOf({ editions, rounds }: Awaited<ReturnType<typeof findTrailChoices>>, locale: Locale) {
  const { t } = i18nFor(locale);
  const option = ({ slug, title, titleEn }: { slug: string; title: string; titleEn: string | null }) => ({
    value: slug,
    label: inLocale(locale, title, titleEn),
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
    | { ok: false; at: string; harm: TrailDamage; seal: number | null; entry: string | null; release: string | null }
    | null;
  /** The last seal; null before the first. */
  sealed: { number: number; digest: string; at: string } | null;
}

export function stateOf({ verified, sealed }: Awaited<ReturnType<typeof findTrailState>>): TrailState {
  const { seals, entries, unsealed, harm, seal, auditEntry, releaseStep } = verified?.facts ?? {};
  if (!verified) return { verified, sealed };
  const { at } = verified;
  if (verified.facts.ok === true)
    return {
      verified: { ok: true, at, seals: Number(seals), entries: Number(entries), unsealed: Number(unsealed) },
      sealed,
    };
  const place = typeof seal === "number" ? seal : null;
  const entry = typeof auditEntry === "string" ? auditEntry : null;
  const step = typeof releaseStep === "string" ? releaseStep : null;
  return { verified: { ok: false, at, harm: harm as TrailDamage, seal: place, entry, release: step }, sealed };
}
