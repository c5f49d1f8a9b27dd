import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { exportApplications } from "~/commands/exchange/export-applications.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { dayIn } from "~/rules/day.ts";
import { chosenColumns } from "~/rules/export-column.ts";
import { filterOf } from "~/rules/screening-filter.ts";
import { now } from "~/services/clock.ts";
import { exportedRows, widthsOf } from "~/services/exchange/exported-rows.ts";
import { editionFor, notFound } from "~/services/guard.ts";
import { csvTable } from "~/services/spreadsheet/csv.ts";
import { xlsxTable } from "~/services/spreadsheet/xlsx.ts";

const types = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};

/** The list that the address asks for, as a file: written while it is read. What fails on the way breaks the download off. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { actor, edition } = await editionFor(args, args.params.edition, "move-data");
  const { db, locale } = args.context;
  const { pathname, search, searchParams } = new URL(args.request.url);
  const format = pathname.endsWith(".csv") ? "csv" : "xlsx";
  const asked = searchParams.getAll("column");
  const recorded = await exportApplications(
    { db, actor },
    { edition: edition.slug, format, query: search, columns: asked },
  );
  if (!recorded.ok) throw notFound();
  const columns = chosenColumns(asked);
  const desk = { editionId: edition.id, me: actor.id };
  const rows = exportedRows(db, { desk, filter: filterOf(searchParams), columns, locale });
  const { t } = i18nFor(locale);
  const sheet = { name: t("exchange:export.sheet"), widths: widthsOf(columns), rows };
  const name = `${t("exchange:export.file")}-${edition.slug}-${dayIn("Asia/Shanghai", now())}.${format}`;
  const file = Readable.from(format === "csv" ? csvTable(rows) : xlsxTable(sheet), { highWaterMark: 2 });
  return new Response(createReadableStreamFromReadable(file), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="applications.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
