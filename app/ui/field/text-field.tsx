import type { InputHTMLAttributes, ReactNode } from "react";
import { classes } from "../classes.ts";
import { control, Field, type FieldProps } from "./field.tsx";

type Width = "tiny" | "short" | "medium" | "full";
type Props = FieldProps & {
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
}: Props): ReactNode {
  const [field, rest] = [{ name, label, id, hint, error, optional, labelHidden, className }, input];
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
export function NumberField(props: Props): ReactNode {
  return <TextField width="tiny" inputMode="decimal" autoComplete="off" pattern="-?[0-9]*\.?[0-9]*" {...props} />;
}

/** A day of the calendar, as YYYY-MM-DD. */
export function DateField(props: Props): ReactNode {
  return <TextField width="short" type="date" {...props} />;
}

/** A wall-clock time of a day, as YYYY-MM-DDTHH:MM; say in the hint whose clock. */
export function DateTimeField(props: Props): ReactNode {
  return <TextField width="medium" type="datetime-local" {...props} />;
}

const widths: Record<Width, string> = {
  tiny: "w-28",
  short: "w-52",
  medium: "w-96",
  full: "w-full",
};
