import { Form, type FormProps } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type ButtonKind, type ButtonSize, SubmitButton } from "./button.tsx";
import { Callout } from "./callout.tsx";
import { classes } from "./classes.ts";
import type { FieldProps } from "./field/field.tsx";
import { TextAreaField } from "./field/field.tsx";
import { Icon, type IconName } from "./icon.tsx";

interface Props {
  /** On the closed button: 「作废…」. */
  opener: ReactNode;
  /** What will happen, in a sentence or two. */
  consequence: ReactNode;
  /** On the button that does it. */
  confirm: ReactNode;
  /** Sent as the field `intent`. */
  intent: string;
  /** Further hidden fields. */
  hidden?: Record<string, string | number>;
  action?: FormProps["action"];
  kind?: Extract<ButtonKind, "danger" | "primary" | "secondary">;
  size?: ButtonSize;
  icon?: IconName;
  /** Asks for the reason that the audit trail keeps, as the field `reason`; on unless false. */
  reason?: boolean | { label?: ReactNode; hint?: ReactNode; defaultValue?: string };
  error?: FieldProps["error"];
  /** Further fields. */
  children?: ReactNode;
  /** Open from the start: after an error, so that it is seen. */
  open?: boolean;
}

/** Asks before it does: opens in place, says what will happen, asks why, then submits. Works without JavaScript. */
export function ConfirmForm({
  opener,
  consequence,
  confirm,
  intent,
  hidden = {},
  action,
  kind = "danger",
  size = "base",
  icon,
  reason = true,
  error,
  children,
  open,
}: Props): ReactNode {
  const { t } = useTranslation("ui");
  const reasonField = typeof reason === "object" ? reason : {};
  return (
    <details className="no-print group/confirm w-fit max-w-full open:w-full" open={open || Boolean(error)}>
      <summary
        className={classes(
          "inline-flex items-center gap-2 rounded border font-medium transition-colors",
          sizes[size],
          openers[kind],
        )}
      >
        {icon ? <Icon name={icon} /> : null}
        {opener}
        <Icon name="down" className="group-open/confirm:rotate-180" />
      </summary>
      <Form
        method="post"
        action={action}
        className={classes(
          "mt-3 grid max-w-[42rem] gap-4 rounded border-s-4 bg-surface p-4 shadow",
          kind === "danger" ? "border-danger" : "border-structure",
        )}
      >
        <input type="hidden" name="intent" value={intent} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div>{consequence}</div>
        {children}
        {reason === false ? (
          error ? (
            <Callout kind="danger" live>
              {error}
            </Callout>
          ) : null
        ) : (
          <TextAreaField
            name="reason"
            id={`reason-${intent}`}
            label={reasonField.label ?? t("field.reason")}
            hint={reasonField.hint ?? t("field.reasonHint")}
            defaultValue={reasonField.defaultValue}
            error={error}
            rows={2}
            required
          />
        )}
        <div>
          <SubmitButton kind={kind} size={size} intent={intent}>
            {confirm}
          </SubmitButton>
        </div>
      </Form>
    </details>
  );
}

const openers = {
  danger: "border-danger text-danger hover:bg-danger-soft",
  primary: "border-act bg-act text-on-act hover:bg-act-deep",
  secondary: "border-line-strong bg-surface text-structure hover:bg-structure-soft",
};
const sizes: Record<ButtonSize, string> = {
  base: "min-h-11 px-4 py-2",
  hall: "min-h-14 px-6 py-3 text-lg",
  row: "min-h-9 px-3 py-1 text-sm",
};
