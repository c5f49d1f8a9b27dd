import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { CellValue } from "~/services/spreadsheet/xlsx.ts";
import type { Db } from "~db/client.ts";
import { findSheetMarks, findSheetOrder } from "~db/queries/documents/sheet-marks.ts";
import { tableTime } from "../exchange/list-cells.ts";

const sheetsAtOnce = 5_000;
const columns = [
  "order",
  "entry",
  "project",
  "judge",
  "judgeName",
  "criterion",
  "max",
  "mark",
  "source",
  "handedIn",
] as const;

/**
 * A header, then a line for each criterion of each sheet that is in, in the running order and the panel's; `items`: how many
 * sheets. One query for the rubric and which sheets there are, one more for every five thousand sheets: whoever reads slowly
 * holds no connection.
 */
export async function markRows(
  db: Db,
  { round, locale }: { round: { id: number }; locale: Locale },
): Promise<{ items: number; rows: AsyncGenerator<CellValue[]> }> {
  const { t } = i18nFor(locale);
  const { criteria, sheets } = await findSheetOrder(db, round.id);
  const labels = criteria.map(({ label, labelEn }) => inLocale(locale, label, labelEn));
  async function* rows() {
    yield columns.map((column) => t(`workbook:column.${column}`));
    for (let from = 0; from < sheets.length; from += sheetsAtOnce) {
      const found = await findSheetMarks(db, sheets.slice(from, from + sheetsAtOnce));
      for (const { order, entry, title, titleEn, judge, judgeName, ballot, paper, at } of found) {
        const project = inLocale(locale, title, titleEn);
        const source = t(`workbook:source.${paper ? "paper" : "screen"}`);
        for (const [place, { max }] of criteria.entries()) {
          const mark = ballot[place];
          const points = mark == null ? null : mark / 100;
          const handedIn = at === null ? null : tableTime(at);
          yield [order, entry, project, judge, judgeName, labels[place] ?? "", max / 100, points, source, handedIn];
        }
      }
    }
  }
  return { items: sheets.length, rows: rows() };
}
