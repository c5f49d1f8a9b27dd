import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportTrail } from "~/commands/audit/export-trail.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { trailRows } from "~/reads/audit/trail-table.ts";
import { tableAnswer } from "~/reads/exchange/listed-rows.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { trailFilterOf } from "~/rules/audit/trail-filter.ts";
import { noFile, notFound, signedIn } from "~/services/http/guard.ts";

/** The entries that the address asks for, as CSV. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const actor = await signedIn(args);
  const places = placesWith(actor, "see-trail");
  const { db, locale } = args.context;
  const { search, searchParams } = new URL(args.request.url);
  if (!places) throw notFound();
  const recorded = await exportTrail({ db, actor }, { query: search });
  if (!recorded.ok) throw noFile(recorded.error, args.request);
  const rows = trailRows(db, { places, filter: trailFilterOf(searchParams), locale });
  const name = i18nFor(locale).t("acts:file");
  return tableAnswer("csv", { name, widths: [], rows }, { plain: "audit-trail", name });
}
