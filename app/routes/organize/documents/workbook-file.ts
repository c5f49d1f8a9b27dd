import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { printPapers } from "~/commands/documents/print-papers.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { readWorked, standingsWorkbook } from "~/services/spreadsheet/workbook.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { ruleSentences } from "~/ui/results/results-table.tsx";

/** The standings as they are now, as a workbook that works them out by formula. Noted in the audit trail. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const worked = await readWorked(db, round.id);
  if (!worked) throw notFound();
  const recorded = await printPapers(
    { db, actor },
    { round: round.slug, paper: "workbook", items: worked.standings.length },
  );
  if (!recorded.ok) throw notFound();
  const { t } = i18nFor(locale);
  const rehearsal = round.rehearsalOfId !== null;
  const rule = ruleSentences(
    t,
    worked.round.rule,
    new Map(worked.round.criteria.map(({ key, label }) => [key, label])),
  );
  const published = round.releaseState === "published" ? "published" : "unpublished";
  const state = t(rehearsal ? "workbook:rehearsal" : `workbook:about.${published}`);
  const about = {
    warning: rehearsal ? t("workbook:rehearsal") : null,
    lines: [
      [t("workbook:about.edition"), inLocale(locale, round.editionTitle, round.editionTitleEn)],
      [t("workbook:about.round"), inLocale(locale, round.title, round.titleEn)],
      [t("workbook:about.state"), state],
      [t("workbook:about.made"), formatDateTime(now(), locale, round.timeZone)],
      ...rule.map((sentence, at) => [at === 0 ? t("workbook:about.rule") : "", sentence] as const),
    ] as const,
  };
  const mark = rehearsal ? `-${t("workbook:rehearsal")}` : "";
  const file = `${t("workbook:title")}-${round.slug}${mark}.xlsx`;
  return new Response(
    createReadableStreamFromReadable(Readable.from(standingsWorkbook(worked, about), { highWaterMark: 2 })),
    {
      headers: {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": `attachment; filename="standings-${round.slug}.xlsx"; filename*=UTF-8''${encodeURIComponent(file)}`,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      },
    },
  );
}
