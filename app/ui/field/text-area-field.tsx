import { type ReactNode, type TextareaHTMLAttributes, useState } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "../classes.ts";
import { control, Field, type FieldProps } from "./field.tsx";

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
      {...{ name, label, id, hint, error, optional, labelHidden, className }}
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
