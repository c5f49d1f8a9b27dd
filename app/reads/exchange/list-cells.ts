import type { Locale } from "~/locales/index.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { codeWord } from "./answer-words.ts";

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
