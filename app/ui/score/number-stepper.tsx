import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatHundredths } from "../../rules/mark.ts";
import { classes } from "../classes.ts";
import { control, Field, type FieldProps, firstError } from "../field/field.tsx";
import { useHydrated } from "../hydrated.ts";
import { Icon } from "../icon.tsx";
import { checkMark, stepped } from "./stepping.ts";

type Props = FieldProps & {
  /** Both in hundredths of a point. */
  max: number;
  step: number;
  /** A decimal such as "8.5"; "" is no mark yet. With `onValue` the owner keeps the value, else the control does. */
  value?: string;
  defaultValue?: string;
  onValue?: (value: string) => void;
  readOnly?: boolean;
  /** A slider below, for getting near quickly. */
  slider?: boolean;
};

/** One mark: − and + on its step, a number pad, a slider. Without JavaScript a plain number box of the same name. */
export function NumberStepper({
  max,
  step,
  value,
  defaultValue = "",
  onValue,
  readOnly = false,
  slider = true,
  error,
  ...field
}: Props): ReactNode {
  const { t } = useTranslation(["ui", "errors"]);
  const hydrated = useHydrated();
  const [own, setOwn] = useState(defaultValue);
  const [left, setLeft] = useState(false);
  const text = value ?? own;
  const wrong = left ? checkMark(text, { max, step }) : null;
  const label = String(field.label);
  const by = formatHundredths(step);
  const set = (next: string) => {
    setOwn(next);
    onValue?.(next);
  };
  const off = !hydrated || readOnly;
  return (
    <Field
      {...field}
      error={
        firstError(error) ?? (wrong && t(`errors:field.${wrong}`, { min: "0", max: formatHundredths(max), step: by }))
      }
    >
      {(described) => (
        <div className="grid gap-2">
          <div className="flex items-center gap-2">
            <StepButton
              label={t("ui:field.decrease", { label, step: by })}
              disabled={off || text === "0"}
              onStep={() => set(stepped(text, -1, { max, step }))}
              sign="minus"
            />
            <input
              {...described}
              name={field.name}
              inputMode="decimal"
              autoComplete="off"
              enterKeyHint="next"
              pattern="[0-9]*\.?[0-9]*"
              readOnly={readOnly}
              value={text}
              onChange={(event) => set(event.target.value.trim())}
              onBlur={() => setLeft(true)}
              className={classes(control, "min-h-12 w-24 text-center text-xl font-semibold")}
            />
            <StepButton
              label={t("ui:field.increase", { label, step: by })}
              disabled={off || text === formatHundredths(max)}
              onStep={() => set(stepped(text, 1, { max, step }))}
              sign="plus"
            />
            <span className="ms-1 whitespace-nowrap text-ink-soft">/ {formatHundredths(max)}</span>
          </div>
          {slider ? (
            <input
              type="range"
              aria-label={t("ui:field.slider", { label })}
              min={0}
              max={max}
              step={step}
              value={checkMark(text, { max, step }) === null && text !== "" ? Math.round(Number(text) * 100) : 0}
              disabled={off}
              onChange={(event) => set(formatHundredths(event.target.valueAsNumber))}
              className={classes("h-12 w-full touch-manipulation", text === "" && "opacity-55")}
            />
          ) : null}
        </div>
      )}
    </Field>
  );
}

function StepButton({
  label,
  sign,
  disabled,
  onStep,
}: {
  label: string;
  sign: "minus" | "plus";
  disabled: boolean;
  onStep: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={disabled}
      onClick={onStep}
      className="no-print flex size-12 shrink-0 touch-manipulation items-center justify-center rounded border border-line-strong bg-surface text-xl text-structure hover:bg-structure-soft disabled:opacity-40"
    >
      <Icon name={sign} />
    </button>
  );
}
