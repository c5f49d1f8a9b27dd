import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { identityKinds } from "~/primitives/identity-number.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import {
  degrees,
  financingRounds,
  genders,
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

const time = new Intl.DateTimeFormat("sv-SE", {
  timeZone: homeZone,
  dateStyle: "short",
  timeStyle: "short",
});

/** An instant as a table has it: day and minute in Beijing. */
export function tableTime(at: Date): string {
  return time.format(at);
}

/** Members and declared rights in one cell: a line each, the parts by "|". Written here, read in read-list-cells.ts. */

/** 姓名 | 分工 | 学历 | 是否全职 */
export function membersCell(members: NonNullable<DraftAnswers["members"]>, locale: Locale): string {
  return members
    .map(({ name, duty, degree = "", fullTime }) =>
      line([
        name,
        duty,
        codeWord("memberDegree", degree, locale),
        codeWord("fullTime", fullTime ? "yes" : "no", locale),
      ]),
    )
    .join("\n");
}

/** 类型 | 名称 | 编号 | 权属 | 状态 */
export function patentsCell(patents: NonNullable<DraftAnswers["patents"]>, locale: Locale): string {
  return patents
    .map(({ kind = "", title, number, ownership = "", status = "" }) =>
      line([
        codeWord("patentKind", kind, locale),
        title,
        number,
        codeWord("patentOwnership", ownership, locale),
        codeWord("patentStatus", status, locale),
      ]),
    )
    .join("\n");
}

function line(parts: (string | undefined)[]): string {
  return parts.map((part = "") => part.replace(/[|\n\r]/g, " ")).join(" | ");
}

/** The other way round of list-cells.ts: a line each, its parts by "|", plain or full-width. */

type Members = NonNullable<DraftAnswers["members"]>;
type Patents = NonNullable<DraftAnswers["patents"]>;

/** 姓名 | 分工 | 学历 | 是否全职; null when a line has more parts. */
export function membersOf(text: string): Members | null {
  const lines = linesOf(text, 4);
  return (
    lines?.map(([name, duty, degree, fullTime]) => {
      const whether = codeOf("fullTime", fullTime ?? "");
      return { name, duty, degree: degree && codeOf("memberDegree", degree), fullTime: whether === "yes" };
    }) ?? null
  );
}

/** 类型 | 名称 | 编号 | 权属 | 状态; null when a line has more parts. */
export function patentsOf(text: string): Patents | null {
  const lines = linesOf(text, 5);
  return (
    lines?.map(([kind, title, number, ownership, status]) => ({
      kind: kind && codeOf("patentKind", kind),
      title,
      number,
      ownership: ownership && codeOf("patentOwnership", ownership),
      status: status && codeOf("patentStatus", status),
    })) ?? null
  );
}

function linesOf(text: string, most: number): (string | undefined)[][] | null {
  const lines = text
    .split("\n")
    .map((line) => line.split(/[|｜]/).map((part) => part.trim() || undefined))
    .filter((parts) => parts.some((part) => part !== undefined));
  return lines.some((parts) => parts.length > most) ? null : lines;
}
