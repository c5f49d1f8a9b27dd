import { type ReactNode, type TextareaHTMLAttributes, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "../classes.ts";
import { Icon } from "../icon.tsx";

/** What every field takes. `id` defaults to `name`, so that an error summary can point at `#name`. */
export interface FieldProps {
  name: string;
  label: ReactNode;
  id?: string;
  hint?: ReactNode;
  /** In words, what is wrong and how to correct it. Of several the first is shown. */
  error?: ReactNode | string[];
  /** Says 「选填」 beside the label. */
  optional?: boolean;
  /** The label is read, not shown: only where the place makes it plain. */
  labelHidden?: boolean;
  className?: string;
}

/** How a control says what describes it and whether it is wrong. */
export interface Described {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

type Frame = FieldProps & { children: (control: Described) => ReactNode; after?: ReactNode };

/** Label, hint and error around one control. */
export function Field({ children, after, label, labelHidden, optional, className, ...rest }: Frame): ReactNode {
  const { described, hint, error } = useDescribed(rest);
  return (
    <div className={frame(error !== null, className)}>
      <label htmlFor={described.id} className={labelHidden ? "sr-only" : "w-fit font-semibold"}>
        {label}
        {optional ? <Optional /> : null}
      </label>
      {hint}
      {error}
      {children(described)}
      {after}
    </div>
  );
}

/** The same around several controls that are one question: a fieldset with its legend. */
export function FieldGroup({ children, label, labelHidden, optional, className, ...rest }: Frame): ReactNode {
  const { described, hint, error } = useDescribed(rest);
  return (
    <fieldset aria-describedby={described["aria-describedby"]} className={frame(error !== null, className)}>
      <legend className={labelHidden ? "sr-only" : "mb-1 font-semibold"}>
        {label}
        {optional ? <Optional /> : null}
      </legend>
      {hint}
      {error}
      {children(described)}
    </fieldset>
  );
}

/** The first message of a field's error, or nothing. */
export function firstError(error: FieldProps["error"]): ReactNode {
  return Array.isArray(error) ? error[0] : error;
}

/** How every text-like control looks; its width is its own matter. */
export const control = classes(
  "min-h-11 max-w-full rounded border border-line-strong bg-surface px-3 py-2 text-base text-ink",
  "placeholder:text-ink-soft [[readonly]]:bg-sunken disabled:bg-sunken disabled:text-ink-soft",
  "aria-invalid:border-2 aria-invalid:border-danger",
);

/** What describes a field: the attributes for its control, and the hint and error to show. */
export function useDescribed({ name, id = name, hint, error }: Pick<FieldProps, "name" | "id" | "hint" | "error">) {
  const { t } = useTranslation("ui");
  const own = useId();
  const message = firstError(error);
  const ids = [hint ? `${own}-hint` : "", message ? `${own}-error` : ""].filter(Boolean).join(" ");
  const described: Described = { id, "aria-describedby": ids || undefined, "aria-invalid": message ? true : undefined };
  return {
    described,
    hint: hint ? (
      <div id={`${own}-hint`} className="text-sm text-ink-soft">
        {hint}
      </div>
    ) : null,
    error: message ? (
      <p id={`${own}-error`} className="flex items-start gap-1.5 font-medium text-danger">
        <Icon name="stop" className="mt-0.75" />
        <span>
          <span className="sr-only">{t("field.errorPrefix")}</span>
          {message}
        </span>
      </p>
    ) : null,
  };
}

function Optional(): ReactNode {
  const { t } = useTranslation("ui");
  return <span className="ms-1 font-normal text-ink-soft">{t("field.optional")}</span>;
}

/** The place of a field; with a mark beside it when wrong. */
export function frame(wrong: boolean, extra?: string): string {
  return classes("grid min-w-0 grid-cols-1 content-start gap-1.5", wrong && "border-danger border-s-4 ps-4", extra);
}

type Props = FieldProps & {
  /** The most characters wanted; counted below, never cut off. */
  max?: number;
} & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "id" | "name" | "maxLength">;

/** Several lines of text, growing with what is written, with a count where there is a limit. */
export function TextAreaField({
  name,
  label,
  id,
  hint,
  error,
  optional,
  labelHidden,
  className,
  max,
  onChange,
  ...rest
}: Props): ReactNode {
  const { t } = useTranslation("ui");
  const [typed, setTyped] = useState(() => String(rest.defaultValue ?? ""));
  const { length } = [...String(rest.value ?? typed)];
  const over = max === undefined ? 0 : length - max;
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
      after={
        max === undefined ? null : (
          <p className={classes("text-sm", over > 0 ? "font-medium text-danger" : "text-ink-soft")} aria-live="polite">
            {over > 0 ? t("field.tooMany", { count: over }) : t("field.characters", { count: length, max })}
          </p>
        )
      }
    >
      {(described) => (
        <textarea
          rows={4}
          {...rest}
          {...described}
          name={name}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange?.(event);
          }}
          className={classes(control, "field-sizing-content max-h-160 min-h-24 w-full")}
        />
      )}
    </Field>
  );
}
