import type { LoaderFunctionArgs } from "@remix-run/node";
import { printPapers } from "~/commands/documents/print-papers.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { markRows } from "~/reads/documents/mark-rows.ts";
import { tableAnswer } from "~/reads/exchange/listed-rows.ts";
import { assertProven, noFile, roundFor } from "~/services/http/guard.ts";

/** Every mark of the sheets that are in, a line each, as CSV. Noted in the audit trail. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  assertProven(actor, request);
  const { db, locale } = context;
  const { items, rows } = await markRows(db, { round, locale });
  const recorded = await printPapers({ db, actor }, { round: round.slug, paper: "marks", items });
  if (!recorded.ok) throw noFile(recorded.error, request);
  const { t } = i18nFor(locale);
  const rehearsal = round.rehearsalOfId === null ? "" : ` ${t("workbook:rehearsal")}`;
  const name = `${t("workbook:sheet.marks")} ${round.slug}${rehearsal}`;
  return tableAnswer("csv", { name, widths: [], rows }, { plain: `marks-${round.slug}`, name });
}
