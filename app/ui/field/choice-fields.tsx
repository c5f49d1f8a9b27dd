import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "../classes.ts";
import { control, Field, FieldGroup, type FieldProps, frame, useDescribed } from "./field.tsx";

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
    <Field {...{ name, label, id, hint, error, optional, labelHidden, className }}>
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
