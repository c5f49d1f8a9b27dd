import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportApplications } from "~/commands/exchange/export-applications.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { exportedRows, widthsOf } from "~/reads/exchange/exported-rows.ts";
import { tableAnswer } from "~/reads/exchange/listed-rows.ts";
import { chosenColumns } from "~/rules/exchange/export-column.ts";
import { filterOf } from "~/rules/screening/screening-filter.ts";
import { editionFor, noFile } from "~/services/http/guard.ts";

/** The list that the address asks for, as a file. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { actor, edition } = await editionFor(args, args.params.edition, "move-data");
  const { db, locale } = args.context;
  const { pathname, search, searchParams } = new URL(args.request.url);
  const format = pathname.endsWith(".csv") ? "csv" : "xlsx";
  const requested = searchParams.getAll("column");
  const recorded = await exportApplications(
    { db, actor },
    { edition: edition.slug, format, query: search, columns: requested },
  );
  if (!recorded.ok) throw noFile(recorded.error, args.request);
  const columns = chosenColumns(requested);
  const desk = { editionId: edition.id, me: actor.id };
  const rows = exportedRows(db, { desk, filter: filterOf(searchParams), columns, locale });
  const { t } = i18nFor(locale);
  const sheet = { name: t("exchange:export.sheet"), widths: widthsOf(columns), rows };
  return tableAnswer(format, sheet, { plain: "applications", name: `${t("exchange:export.file")}-${edition.slug}` });
}
