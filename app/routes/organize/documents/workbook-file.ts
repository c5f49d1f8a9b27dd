import type { LoaderFunctionArgs } from "@remix-run/node";
import { printPapers } from "~/commands/documents/print-papers.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { workbookAnswer } from "~/reads/releases/workbook-answer.ts";
import { now } from "~/services/clock.ts";
import { assertProven, noFile, notFound, roundFor } from "~/services/http/guard.ts";
import { readWorked } from "~/services/spreadsheet/workbook.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";

/** The standings as they are now, as a workbook that works them out by formula. Noted in the audit trail. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  assertProven(actor, request);
  const { db, locale } = context;
  const worked = await readWorked(db, round.id);
  if (!worked) throw notFound();
  const { t } = i18nFor(locale);
  const rehearsal = round.rehearsalOfId !== null;
  const published = round.releaseState === "published" ? "published" : "unpublished";
  const about = {
    rehearsal,
    slug: round.slug,
    edition: inLocale(locale, round.editionTitle, round.editionTitleEn),
    round: inLocale(locale, round.title, round.titleEn),
    state: t(rehearsal ? "workbook:rehearsal" : `workbook:about.${published}`),
    madeAt: formatDateTime(now(), locale, round.timeZone),
  };
  const note = async () => {
    const taken = { round: round.slug, paper: "workbook", items: worked.standings.length };
    const recorded = await printPapers({ db, actor }, taken);
    if (!recorded.ok) throw noFile(recorded.error, request);
  };
  return await workbookAnswer({ request, context }, { worked, about, note, headers: { "Cache-Control": "no-store" } });
}
