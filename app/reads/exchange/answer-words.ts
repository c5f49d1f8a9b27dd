import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import {
  degrees,
  financingRounds,
  genders,
  identityKinds,
  landingPlatforms,
  maturities,
  patentKinds,
  patentOwnerships,
  patentStatuses,
  yesNo,
} from "~/rules/applications/application-terms.ts";
import { type ExportColumn, isAnswer } from "~/rules/exchange/export-column.ts";

/** The fields that hold a key, with their keys and where the words for these stand in the locale `apply`. */
export const codeLists = {
  maturity: { keys: maturities, words: "maturity" },
  leaderGender: { keys: genders, words: "gender" },
  identityKind: { keys: identityKinds, words: "identityKind" },
  leaderDegree: { keys: degrees, words: "degree" },
  financingRound: { keys: financingRounds, words: "financingRound" },
  landingPlatform: { keys: landingPlatforms, words: "platform" },
  priorWinner: { keys: yesNo, words: "yesNo" },
  memberDegree: { keys: degrees, words: "degree" },
  fullTime: { keys: yesNo, words: "yesNo" },
  patentKind: { keys: patentKinds, words: "patentKind" },
  patentOwnership: { keys: patentOwnerships, words: "patentOwnership" },
  patentStatus: { keys: patentStatuses, words: "patentStatus" },
} as const satisfies Record<string, { keys: readonly string[]; words: string }>;
export type CodeField = keyof typeof codeLists;

/** The word for a key; anything else stays as it was written. */
export function codeWord(field: string, value: string, locale: Locale): string {
  const list = listOf(field);
  return list?.keys.includes(value)
    ? i18nFor(locale).t(`apply:${list.words}.${value}` as "apply:degree.doctor")
    : value;
}

/** The key that somebody wrote: the key itself, or its word in one of the languages; what is none of them stays as it is. */
export function codeOf(field: string, written: string): string {
  const list = listOf(field);
  return list ? (keysByName(field, list.keys).get(fold(written)) ?? written) : written;
}

const known = new Map<string, ReadonlyMap<string, string>>();

function keysByName(field: string, keys: readonly string[]): ReadonlyMap<string, string> {
  const names = (key: string) => [key, codeWord(field, key, "zh-CN"), codeWord(field, key, "en")];
  const found = known.get(field) ?? new Map(keys.flatMap((key) => names(key).map((name) => [fold(name), key])));
  known.set(field, found);
  return found;
}

/** The name of a column. */
export function columnWord(column: ExportColumn, locale: Locale): string {
  const { t } = i18nFor(locale);
  return isAnswer(column) ? t(`apply:field.${column}`) : t(`exchange:column.${column}`);
}

function listOf(field: string): { keys: readonly string[]; words: string } | undefined {
  return (codeLists as Record<string, { keys: readonly string[]; words: string }>)[field];
}

function fold(words: string): string {
  return words.normalize("NFKC").trim().toLowerCase();
}
