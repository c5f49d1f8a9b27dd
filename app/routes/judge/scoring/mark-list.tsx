import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { bandOf, bandRanges } from "~/rules/scoring/bands.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { readMarks } from "~/rules/scoring/sheet.ts";
import type { SheetView } from "./sheet-view.server.ts";
import type { SheetWords } from "./sheet-words.ts";

/** The marks of a sheet for reading: criterion, band, mark; and the private note. */
export function MarkList({ view, words }: { view: Pick<SheetView, "criteria">; words: SheetWords }): ReactNode {
  const { t } = useTranslation("judge");
  const { marks } = readMarks(view.criteria, words.marks);
  return (
    <div className="grid gap-3 rounded border border-line bg-surface px-5 py-3">
      <dl className="grid">
        {view.criteria.map(({ key, label, max, step, bands }) => {
          const mark = marks[key];
          const band = mark === undefined ? undefined : bandOf(mark, bandRanges(bands, max, step));
          return (
            <div key={key} className="flex items-baseline gap-4 border-line border-b py-2 last:border-b-0">
              <dt className="min-w-0 flex-1">{label}</dt>
              <dd className="flex items-baseline gap-3">
                {band ? <span className="text-sm text-ink-soft">{band.label}</span> : null}
                <span className="w-24 text-end">
                  <strong className="text-xl">{mark === undefined ? "–" : formatHundredths(mark)}</strong>{" "}
                  <span className="text-ink-soft">/ {formatHundredths(max)}</span>
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {words.note ? (
        <p className="whitespace-pre-line text-ink-soft">
          <span className="font-semibold">{t("sheet.note")}:</span> {words.note}
        </p>
      ) : null}
    </div>
  );
}
