import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/locale.ts";
import { standingsWorkbook } from "~/services/spreadsheet/workbook.ts";
import type { Worked } from "~/services/spreadsheet/workbook-plan.ts";
import { ruleSentences } from "~/ui/results/results-table.tsx";

/** What a round's workbook is called, and what its first sheet says of it. */
export interface WorkbookAbout {
  slug: string;
  edition: string;
  round: string;
  /** Whether it is published, as a sentence. */
  state: string;
  madeAt: string;
  rehearsal?: boolean;
}

/** The workbook as a file to be downloaded, written as it is read. */
export function workbookAnswer(
  locale: Locale,
  { worked, about, headers }: { worked: Worked; about: WorkbookAbout; headers: Record<string, string> },
): Response {
  const { t } = i18nFor(locale);
  const { rule, criteria } = worked.round;
  const sentences = ruleSentences(t, rule, new Map(criteria.map(({ key, label }) => [key, label])));
  const warning = about.rehearsal ? t("workbook:rehearsal") : null;
  const lines = [
    [t("workbook:about.edition"), about.edition],
    [t("workbook:about.round"), about.round],
    [t("workbook:about.state"), about.state],
    [t("workbook:about.made"), about.madeAt],
    ...sentences.map((sentence, at) => [at === 0 ? t("workbook:about.rule") : "", sentence] as const),
  ] as const;
  const file = `${t("workbook:title")}-${about.slug}${warning ? `-${warning}` : ""}.xlsx`;
  return new Response(
    createReadableStreamFromReadable(
      Readable.from(standingsWorkbook(worked, { warning, lines }), { highWaterMark: 2 }),
    ),
    {
      headers: {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": `attachment; filename="standings-${about.slug}.xlsx"; filename*=UTF-8''${encodeURIComponent(file)}`,
        "X-Content-Type-Options": "nosniff",
        ...headers,
      },
    },
  );
}
