import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../button.tsx";
import { useHydrated } from "../hydrated.ts";

interface Props<Row> {
  rows: Row[];
  blank: Row;
  /** What a row is called, by its number from 1: a legend, read and not shown. */
  legend: (number: number) => string;
  addLabel: ReactNode;
  /** The fields of the row at that place, from 0. */
  children: (row: Row, place: number) => ReactNode;
}

/** Rows of fields that can be added and taken out. Without JavaScript one empty row more is there, and an emptied row goes. */
export function RowList<Row>({ rows, blank, legend, addLabel, children }: Props<Row>): ReactNode {
  const { t } = useTranslation("ui");
  const hydrated = useHydrated();
  const [kept, setKept] = useState(() => rows.map((row, id) => ({ id, row })));
  const frame = (row: Row, place: number, actions?: ReactNode) => (
    <fieldset className="grid items-start gap-3 rounded bg-sunken p-3 sm:grid-cols-[1fr_auto]">
      <legend className="sr-only">{legend(place + 1)}</legend>
      {children(row, place)}
      {actions}
    </fieldset>
  );
  return (
    <div className="grid gap-3">
      {kept.map(({ id, row }, place) => (
        <div key={id}>
          {frame(
            row,
            place,
            hydrated ? (
              <Button
                type="button"
                kind="quiet"
                size="row"
                icon="cross"
                className="max-sm:justify-self-start"
                onClick={() => setKept(kept.filter((each) => each.id !== id))}
              >
                {/* Beside the fields the cross says enough to the eye; under them, on a phone, it needs its words */}
                <span className="sm:sr-only">{t("rowList.remove", { row: legend(place + 1) })}</span>
              </Button>
            ) : undefined,
          )}
        </div>
      ))}
      <noscript>{frame(blank, kept.length)}</noscript>
      {hydrated ? (
        <div>
          <Button
            type="button"
            size="row"
            icon="plus"
            onClick={() => setKept([...kept, { id: Math.max(-1, ...kept.map((each) => each.id)) + 1, row: blank }])}
          >
            {addLabel}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
