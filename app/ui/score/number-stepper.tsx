import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { bandRanges, type ShownBand } from "~/rules/scoring/bands.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { useHydrated } from "../button.tsx";
import { classes } from "../classes.ts";
import { control, type FieldProps, firstError, frame, useDescribed } from "../field/field.tsx";
import { Icon } from "../icon.tsx";
import { AllBands, BandGuidance, BandStrip } from "./band-scale.tsx";
import { checkMark, markOf, stepped } from "./stepping.ts";

type Props = FieldProps & {
  /** Read out with every part of the control, so words only. */
  label: string;
  /** Both in hundredths of a point. */
  max: number;
  step: number;
  /** A decimal such as "8.5"; "" is no mark yet. With `onValue` the owner keeps the value, else the control does. */
  value?: string;
  defaultValue?: string;
  onValue?: (value: string) => void;
  readOnly?: boolean;
  /** With bands a slider lies over their strip, and the guidance of the mark's band below it. */
  bands?: ShownBand[];
};

/** One mark: − and + on its step, a number pad, a slider over the bands. Without JavaScript a plain box of that name. */
export function NumberStepper(props: Props): ReactNode {
  const { max, step, value, defaultValue = "", onValue, readOnly = false, bands = [], error, ...field } = props;
  const { t } = useTranslation(["ui", "errors"]);
  const hydrated = useHydrated();
  const [own, setOwn] = useState(defaultValue);
  const [left, setLeft] = useState(false);
  const text = value ?? own;
  const scale = { max, step };
  const wrong = left ? checkMark(text, scale) : null;
  const top = formatHundredths(max);
  const by = formatHundredths(step);
  const set = (next: string) => {
    setOwn(next);
    onValue?.(next);
  };
  const still = !hydrated || readOnly;
  const ranges = bandRanges(bands, max, step);
  const mark = markOf(text, scale);
  const {
    described,
    hint,
    error: message,
  } = useDescribed({
    ...field,
    error: firstError(error) ?? (wrong && t(`errors:field.${wrong}`, { max: top, step: by })),
  });
  return (
    // On a tablet in landscape all of it is one line and its guidance. Lines that wrap by their own widths, for with
    // container queries Chromium was seen to leave a whole mark out of the page while others were being written.
    <div className={frame(message !== null, classes("relative", field.className))}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <label htmlFor={described.id} className={field.labelHidden ? "sr-only" : "grow basis-48 font-semibold"}>
          {field.label}
        </label>
        <div className="flex items-center gap-2">
          <StepButton
            sign="minus"
            label={t("ui:field.decrease", { label: field.label, step: by })}
            disabled={still || mark === 0}
            onStep={() => set(stepped(text, -1, scale))}
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
            className={classes(control, "h-12 w-20 text-center text-xl font-semibold")}
          />
          <StepButton
            sign="plus"
            label={t("ui:field.increase", { label: field.label, step: by })}
            disabled={still || mark === max}
            onStep={() => set(stepped(text, 1, scale))}
          />
          <span className="w-12 ps-1 whitespace-nowrap text-ink-soft">/ {top}</span>
        </div>
        {ranges.length > 0 ? (
          <div className="relative h-12 min-w-0 grow-999 basis-96">
            <div className="absolute inset-x-3.5 top-3">
              <BandStrip ranges={ranges} max={max} mark={mark} />
            </div>
            <input
              type="range"
              aria-label={t("ui:field.slider", { label: field.label })}
              aria-valuetext={text || t("ui:bands.empty")}
              min={0}
              max={max}
              step={step}
              value={mark ?? 0}
              disabled={still}
              data-empty={mark === null ? "" : undefined}
              onChange={(event) => set(formatHundredths(event.target.valueAsNumber))}
              className="mark-slider no-print relative h-12 w-full touch-pan-y"
            />
          </div>
        ) : null}
      </div>
      {hint}
      {message}
      {ranges.length > 0 ? (
        <div className="flex items-start justify-between gap-4">
          <BandGuidance ranges={ranges} mark={mark} />
          <AllBands ranges={ranges} />
        </div>
      ) : null}
    </div>
  );
}

interface StepButtonProps {
  label: string;
  sign: "minus" | "plus";
  disabled: boolean;
  onStep: () => void;
}

function StepButton({ label, sign, disabled, onStep }: StepButtonProps): ReactNode {
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
