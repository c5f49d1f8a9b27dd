import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportList } from "~/commands/exchange/export-list.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { listedRows, type TableFormat, tableAnswer } from "~/reads/exchange/listed-rows.ts";
import { chosenListColumns, isListName, type ListName } from "~/rules/exchange/export-column.ts";
import { editionFor, noFile, notFound } from "~/services/http/guard.ts";
import { findBatch, itemStates } from "~db/queries/screening/batches.ts";
import { findRoundId } from "~db/queries/screening/screening-targets.ts";

/** One of the lists around the desk as a file: "waiting.csv?of=HEAT", "batch.xlsx?of=NUMBER", "recommenders.xlsx" … */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { actor, edition } = await editionFor(args, args.params.edition, "move-data");
  const { db, locale, settings } = args.context;
  const [, list = "", format] = /^([a-z]+)\.(csv|xlsx)$/.exec(args.params.file ?? "") ?? [];
  if (!isListName(list)) throw notFound();
  const { searchParams } = new URL(args.request.url);
  const of = list === "waiting" || list === "batch" ? (searchParams.get("of") ?? "") : null;
  const id = await subjectOf(db, edition.id, list, of ?? "");
  if (id === undefined) throw notFound();
  const requested = searchParams.getAll("column");
  const input = { edition: edition.slug, list, of, format, columns: requested };
  const recorded = await exportList({ db, actor }, input);
  if (!recorded.ok) throw noFile(recorded.error, args.request);
  const columns = chosenListColumns(list, requested);
  const state = itemStates.find((each) => each === searchParams.get("state"));
  const rows = listedRows(db, { list, id, state, baseUrl: settings.baseUrl }, { columns, locale });
  const name = i18nFor(locale).t(`exchange:list.name.${list}`);
  const sheet = { name, widths: columns.map(() => 20), rows };
  return tableAnswer(format as TableFormat, sheet, { plain: list, name: `${name}-${of ?? edition.slug}` });
}

/** What the list is of: the edition, a heat or a batch of it; undefined when there is none. */
async function subjectOf(
  db: LoaderFunctionArgs["context"]["db"],
  editionId: number,
  list: ListName,
  of: string,
): Promise<number | undefined> {
  if (list === "waiting") return await findRoundId(db, editionId, of);
  if (list !== "batch") return editionId;
  const batch = /^\d{1,9}$/.test(of) ? await findBatch(db, Number(of)) : undefined;
  return batch?.editionId === editionId ? batch.id : undefined;
}
