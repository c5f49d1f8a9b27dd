import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { now } from "~/services/clock.ts";
import { type PrintedFile, printAnswer } from "~/services/documents/print-answer.ts";
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

/** Of so many marks a workbook is there in half a second; one of more waits in line, and is worked out in a thread. */
const mostAtOnce = 600;

interface WorkbookFile extends Pick<PrintedFile, "isPublic" | "note"> {
  worked: Worked;
  about: WorkbookAbout;
  headers: Record<string, string>;
}

/**
 * The workbook as a file to be downloaded: of a small round written as it is read, of a large one when its turn has come, with
 * the page that says how many are before it.
 */
export async function workbookAnswer(
  args: Pick<LoaderFunctionArgs, "request" | "context">,
  { worked, about, headers, note, isPublic }: WorkbookFile,
): Promise<Response> {
  const { locale } = args.context;
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
  const plain = `standings-${about.slug}.xlsx`;
  const first = { warning, lines, made: { at: now(), words: about.madeAt } };
  if (marksIn(worked) > mostAtOnce) {
    const paper = { kind: "workbook" as const, worked, about: first };
    const name = { plain, full: file };
    return await printAnswer(args, { paper, disposition: "attachment", name, note, isPublic, headers });
  }
  await note?.();
  return new Response(
    createReadableStreamFromReadable(Readable.from(standingsWorkbook(worked, first), { highWaterMark: 2 })),
    {
      headers: {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file)}`,
        "X-Content-Type-Options": "nosniff",
        ...headers,
      },
    },
  );
}

function marksIn({ round: { sheets, criteria } }: Worked): number {
  return sheets.length * criteria.length;
}
