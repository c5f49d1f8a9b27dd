import { type ReactNode, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { textIn } from "~/rules/applications/merge-texts.ts";
import { Button } from "~/ui/button.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { FormContext, useFieldError } from "./form-context.tsx";
import { blankRow, mostRows, type Row, type RowField, rowsIn } from "./form-texts.ts";

interface Props {
  name: RowField;
  /** How many rows there are at least; without script more are asked for by `rows` in the address. */
  least: number;
  legend: (number: number) => string;
  addLabel: string;
  removeLabel: (number: number) => string;
  /** The cells of the row at that place. */
  children: (row: Row, at: number) => ReactNode;
}

/** Rows of fields that are added and removed: at once where script runs, else by saving the step. */
export function RowFields({ name, least, legend, addLabel, removeLabel, children }: Props): ReactNode {
  const { words, set } = useContext(FormContext);
  const hydrated = useHydrated();
  const [asked, setAsked] = useState(0);
  const written = rowsIn(name, textIn(words, name));
  const count = Math.min(Math.max(least, written.length, asked), mostRows[name]);
  const rows = Array.from({ length: count }, (_, at) => written[at] ?? blankRow(name));
  const error = useFieldError(name)?.[0];
  const drop = (at: number) => {
    setAsked(count - 1);
    set(name, JSON.stringify(rows.filter((_, place) => place !== at)));
  };
  return (
    <div id={name} tabIndex={-1} className="grid gap-4">
      {error ? <p className="font-medium text-danger">{error}</p> : null}
      {rows.map((row, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          key={at}
          className="grid gap-3 border-line border-t pt-3"
        >
          <legend className="float-start mb-1 text-sm font-semibold text-ink-soft">{legend(at + 1)}</legend>
          {children(row, at)}
          <Button
            name="drop"
            value={`${name}.${at}`}
            kind="quiet"
            icon="cross"
            className="w-fit justify-self-start"
            aria-label={removeLabel(at + 1)}
            {...(hydrated ? { type: "button", onClick: () => drop(at) } : {})}
          >
            {removeLabel(at + 1)}
          </Button>
        </fieldset>
      ))}
      {count < mostRows[name] ? (
        <Button
          name="rows"
          value={count + 1}
          icon="plus"
          className="w-fit"
          {...(hydrated ? { type: "button", onClick: () => setAsked(count + 1) } : {})}
        >
          {addLabel}
        </Button>
      ) : null}
    </div>
  );
}

/** Name, text and error of one cell; a change writes the whole rows anew. */
export function useCell(field: RowField, row: Row, at: number) {
  const { t } = useTranslation("apply");
  const { words, set, shown } = useContext(FormContext);
  return (column: string) => {
    const problem = shown.find(({ path }) => path === `${field}.${at}.${column}`);
    const change = (value: string | boolean) => {
      const rows = rowsIn(field, textIn(words, field));
      while (rows.length <= at) rows.push(blankRow(field));
      rows[at] = { ...row, [column]: value };
      set(field, JSON.stringify(rows));
    };
    return {
      name: `${field}[${at}].${column}`,
      value: typeof row[column] === "string" ? row[column] : "",
      checked: row[column] === true,
      error: problem && t(`problem.${problem.reason}`, { limit: problem.limit ?? 0 }),
      change,
    };
  };
}
