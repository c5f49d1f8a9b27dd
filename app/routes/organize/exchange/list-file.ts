import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportList, findListSubject, listScopes } from "~/commands/exchange/export-list.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { listedRows, type TableFormat, tableAnswer } from "~/reads/exchange/listed-rows.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { chosenListColumns, isListName } from "~/rules/exchange/export-column.ts";
import { noFile, notFound, signedIn } from "~/services/http/guard.ts";

/** One of the lists of the desk as a file, narrowed as on its page: "waiting.csv?of=HEAT", "batch.xlsx?of=NUMBER", "awards.xlsx" … */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const actor = await signedIn(args);
  const { db, locale, settings } = args.context;
  const [, list = "", format] = /^([a-z]+)\.(csv|xlsx)$/.exec(args.params.file ?? "") ?? [];
  if (!isListName(list)) throw notFound();
  const { searchParams: query } = new URL(args.request.url);
  const scope = listScopes[list].of;
  const of = scope === "round" || scope === "batch" ? (query.get("of") ?? "") : null;
  const slug = args.params.edition ?? "";
  const subject = await findListSubject(db, actor, { edition: slug, list, of });
  if (!subject) throw notFound();
  const { id, edition, round } = subject;
  const requested = query.getAll("column");
  const recorded = await exportList({ db, actor }, { edition: edition.slug, list, of, format, columns: requested });
  if (!recorded.ok) throw noFile(recorded.error, args.request);
  const columns = chosenListColumns(list, requested);
  const places = placesWith(actor, "see-objections");
  const source = { list, id, edition, round: round?.slug, query, places, baseUrl: settings.baseUrl };
  const rows = listedRows(db, source, { columns, locale });
  const name = i18nFor(locale).t(`exchange:list.name.${list}`);
  const sheet = { name, widths: columns.map(() => 20), rows };
  return tableAnswer(format as TableFormat, sheet, { plain: list, name: `${name}-${of ?? edition.slug}` });
}
