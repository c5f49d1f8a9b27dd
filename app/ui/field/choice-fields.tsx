import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, useHydrated } from "../button.tsx";
import { classes } from "../classes.ts";
import { control, Field, FieldGroup, type FieldProps, frame, useDescribed } from "./field.tsx";

type Width = "tiny" | "short" | "medium" | "full";
type TextFieldProps = FieldProps & {
  /** As wide as what is asked for: tiny a number, short a date or phone, medium a name. */
  width?: Width;
  /** After the box, for example 分钟 or %. */
  unit?: ReactNode;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "name" | "width">;

/** One line of text, or with `type` an e-mail, phone, password, search, file … */
export function TextField({
  name,
  label,
  id,
  hint,
  error,
  optional,
  labelHidden,
  className,
  width,
  unit,
  ...input
}: TextFieldProps): ReactNode {
  const field = { name, label, id, hint, error, optional, labelHidden, className };
  const rest = input;
  return (
    <Field {...field}>
      {(described) => (
        <div className="flex min-w-0 items-center gap-2">
          <input {...rest} {...described} name={name} className={classes(control, widths[width ?? "full"])} />
          {unit ? <span className="shrink-0 text-ink-soft">{unit}</span> : null}
        </div>
      )}
    </Field>
  );
}

/** A number with its unit, typed on a number pad; no arrows that a wheel could turn by accident. */
export function NumberField(props: TextFieldProps): ReactNode {
  return <TextField width="tiny" inputMode="decimal" autoComplete="off" pattern="-?[0-9]*\.?[0-9]*" {...props} />;
}

/** A day of the calendar, as YYYY-MM-DD. */
export function DateField(props: TextFieldProps): ReactNode {
  return <TextField width="short" type="date" {...props} />;
}

/** A wall-clock time of a day, as YYYY-MM-DDTHH:MM; say in the hint whose clock. */
export function DateTimeField(props: TextFieldProps): ReactNode {
  return <TextField width="medium" type="datetime-local" {...props} />;
}

const widths: Record<Width, string> = {
  tiny: "w-28",
  short: "w-52",
  medium: "w-96",
  full: "w-full",
};

export interface Option {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

type SelectOption = Omit<Option, "label" | "hint"> & { label: string };

type SelectProps = FieldProps & {
  options?: SelectOption[];
  /** Options under headings, after those without. */
  groups?: { label: string; options: SelectOption[] }[];
  /** The words of the empty first choice; null leaves it out. */
  placeholder?: string | null;
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, "id" | "name">;

/** One of many, in a list that opens. For up to six, RadioGroupField is quicker. */
export function SelectField({
  name,
  label,
  id,
  hint,
  error,
  optional,
  labelHidden,
  className,
  options = [],
  groups = [],
  placeholder,
  ...rest
}: SelectProps): ReactNode {
  const { t } = useTranslation("ui");
  const shown = (option: SelectOption) => (
    <option key={option.value} value={option.value} disabled={option.disabled}>
      {option.label}
    </option>
  );
  return (
    <Field
      name={name}
      label={label}
      id={id}
      hint={hint}
      error={error}
      optional={optional}
      labelHidden={labelHidden}
      className={className}
    >
      {(described) => (
        <select {...rest} {...described} name={name} className={classes(control, "w-fit pe-9")}>
          {placeholder === null ? null : <option value="">{placeholder ?? t("field.choose")}</option>}
          {options.map(shown)}
          {groups.map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.options.map(shown)}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
}

type GroupProps = FieldProps & { options: Option[]; required?: boolean; disabled?: boolean; inline?: boolean };

/** One of a few, all in sight. `value` with `onValue` where the page holds the choice. */
export function RadioGroupField({
  options,
  defaultValue,
  value,
  onValue,
  required,
  disabled,
  inline,
  ...field
}: GroupProps & { defaultValue?: string; value?: string; onValue?: (value: string) => void }): ReactNode {
  return (
    <FieldGroup {...field}>
      {({ id }) => (
        <div className={classes("flex gap-x-6", inline ? "flex-wrap" : "flex-col")}>
          {options.map((option, at) => (
            <Choice
              key={option.value}
              {...option}
              type="radio"
              id={at === 0 ? id : `${id}-${option.value}`}
              name={field.name}
              required={required}
              disabled={disabled || option.disabled}
              {...(onValue
                ? { checked: option.value === value, onChange: () => onValue(option.value) }
                : { defaultChecked: option.value === defaultValue })}
            />
          ))}
        </div>
      )}
    </FieldGroup>
  );
}

type CheckboxProps = Omit<FieldProps, "optional" | "labelHidden"> &
  Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "name">;

/** Yes or no; sends `value` (on) when ticked, nothing otherwise. */
export function CheckboxField({ name, label, id, hint, error, className, ...rest }: CheckboxProps): ReactNode {
  const { described, error: message } = useDescribed({ name, id, error });
  return (
    <div className={frame(message !== null, className)}>
      {message}
      <Choice {...rest} {...described} type="checkbox" name={name} label={label} hint={hint} wrong={message !== null} />
    </div>
  );
}

type ChoiceProps = {
  label: ReactNode;
  hint?: ReactNode;
  wrong?: boolean;
  id: string;
} & InputHTMLAttributes<HTMLInputElement>;

/** A tick box or radio with its words; the words are part of the target. */
function Choice({ label, hint, wrong, id, ...rest }: ChoiceProps): ReactNode {
  const hintId = `${id}-hint`;
  return (
    <div className="flex min-h-11 items-start gap-3 py-2">
      <input
        {...rest}
        id={id}
        aria-describedby={[rest["aria-describedby"], hint ? hintId : ""].filter(Boolean).join(" ") || undefined}
        className={classes("mt-0.5 size-6 shrink-0", wrong && "outline-2 outline-danger outline-offset-1")}
      />
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <div id={hintId} className="text-sm text-ink-soft">
            {hint}
          </div>
        ) : null}
      </div>
    </div>
  );
}

interface RowListProps<Row> {
  rows: Row[];
  blank: Row;
  /** What a row is called, by its number from 1: a legend, read and not shown. */
  legend: (number: number) => string;
  addLabel: ReactNode;
  /** The fields of the row at that place, from 0. */
  children: (row: Row, place: number) => ReactNode;
}

/** Rows of fields that can be added and taken out. Without JavaScript one empty row more is there, and an emptied row goes. */
export function RowList<Row>({ rows, blank, legend, addLabel, children }: RowListProps<Row>): ReactNode {
  const { t } = useTranslation("ui");
  const hydrated = useHydrated();
  const [shownRows, setShownRows] = useState(() => rows.map((row, id) => ({ id, row })));
  const frame = (row: Row, place: number, actions?: ReactNode) => (
    <fieldset className="grid items-start gap-3 rounded bg-sunken p-3 sm:grid-cols-[1fr_auto]">
      <legend className="sr-only">{legend(place + 1)}</legend>
      {children(row, place)}
      {actions}
    </fieldset>
  );
  return (
    <div className="grid gap-3">
      {shownRows.map(({ id, row }, place) => (
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
                onClick={() => setShownRows(shownRows.filter((each) => each.id !== id))}
              >
                {/* Beside the fields the cross says enough to the eye; under them, on a phone, it needs its words */}
                <span className="sm:sr-only">{t("rowList.remove", { row: legend(place + 1) })}</span>
              </Button>
            ) : undefined,
          )}
        </div>
      ))}
      <noscript>{frame(blank, shownRows.length)}</noscript>
      {hydrated ? (
        <div>
          <Button
            type="button"
            size="row"
            icon="plus"
            onClick={() =>
              setShownRows([...shownRows, { id: Math.max(-1, ...shownRows.map((each) => each.id)) + 1, row: blank }])
            }
          >
            {addLabel}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
