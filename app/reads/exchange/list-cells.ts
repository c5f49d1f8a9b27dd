import type { Locale } from "~/locales/index.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { codeOf, codeWord } from "./answer-words.ts";

const time = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
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
