import type { LoaderFunctionArgs } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { tableAnswer } from "~/reads/exchange/listed-rows.ts";
import { inputsView } from "~/reads/scoring/inputs-view.ts";
import { roundFor } from "~/services/http/guard.ts";

/** The round's parts as a table to fill in: a row an entry, a column a part, with what counts. The upload reads it again. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { actor, round } = await roundFor({ request, context }, params.round, "keep-scores");
  const { db, locale } = context;
  const { parts, rows } = await inputsView(db, { actor, round, locale });
  const header = ["entry", "title", ...parts.map(({ key }) => key)];
  const name = `${i18nFor(locale).t("inputs:upload.fileName")} ${round.slug}`;
  async function* lines() {
    yield header;
    for (const { key, title, cells } of rows) {
      const scores = cells.map(({ waiting, counted }) => waiting ?? counted);
      yield [key, title, ...scores.map((score) => (score === "" ? null : Number(score)))];
    }
  }
  return tableAnswer("csv", { name, widths: [], rows: lines() }, { plain: `parts-${round.slug}`, name });
}
