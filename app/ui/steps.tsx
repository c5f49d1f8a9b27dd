import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isLocale, type Locale, locales } from "~/locales/locale.ts";
import { classes } from "./classes.ts";
import { Icon } from "./icon.tsx";

export type StepState = "done" | "current" | "todo" | "problem";

export interface ProgressStep {
  label: ReactNode;
  state: StepState;
  to?: string;
  note?: ReactNode;
}

/** How far one is on a way of several steps. In a row where there is room, else below each other. */
export function Steps({ label, steps }: { label: string; steps: ProgressStep[] }): ReactNode {
  return (
    <nav aria-label={label} className="no-print">
      <ol className="grid gap-1 md:auto-cols-fr md:grid-flow-col md:gap-2">
        {steps.map((step, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the way does not change
            key={at}
            aria-current={step.state === "current" ? "step" : undefined}
            className={classes("flex border-s-4 ps-3 md:border-s-0 md:border-t-4 md:ps-0 md:pt-2", edges[step.state])}
          >
            <StepBody {...step} number={at + 1} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepBody({ label, state, to, note, number }: ProgressStep & { number: number }): ReactNode {
  return (
    <div className="flex min-h-11 min-w-0 items-start gap-2 py-1.5">
      <Sign state={state} number={number} />
      <div className="min-w-0">
        {to ? (
          <Link to={to} className={state === "current" ? "font-semibold" : ""}>
            {label}
          </Link>
        ) : (
          <span className={state === "todo" ? "text-ink-soft" : state === "current" ? "font-semibold" : ""}>
            {label}
          </span>
        )}
        {note ? <div className="text-sm text-ink-soft">{note}</div> : null}
      </div>
    </div>
  );
}

export interface TimelineItem {
  title: ReactNode;
  /** When: a DateTime. */
  at?: ReactNode;
  state: StepState;
  detail?: ReactNode;
}

/** What happened and what will, in the order of time. */
export function Timeline({ label, moments }: { label: string; moments: TimelineItem[] }): ReactNode {
  return (
    <ol aria-label={label} className="grid">
      {moments.map((moment, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is the identity
          key={at}
          aria-current={moment.state === "current" ? "step" : undefined}
          className="relative grid grid-cols-[1.75rem_1fr] gap-x-3 pb-5 last:pb-0 not-last:before:absolute not-last:before:top-7 not-last:before:bottom-0 not-last:before:start-3.25 not-last:before:w-0.5 not-last:before:bg-line"
        >
          <Sign state={moment.state} />
          <div className="min-w-0">
            <p
              className={classes(
                moment.state === "current" && "font-semibold",
                moment.state === "todo" && "text-ink-soft",
              )}
            >
              {moment.title}
            </p>
            {moment.at ? <p className="text-sm text-ink-soft">{moment.at}</p> : null}
            {moment.detail ? <div className="mt-1">{moment.detail}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Sign({ state, number }: { state: StepState; number?: number }): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <span
      className={classes(
        "flex size-7 shrink-0 items-center justify-center rounded-full border-2 text-sm font-semibold",
        signs[state],
      )}
    >
      {state === "done" ? (
        <Icon name="check" />
      ) : state === "problem" ? (
        <Icon name="warn" />
      ) : (
        <span aria-hidden="true">{number ?? ""}</span>
      )}
      {state === "current" && number === undefined ? <span className="size-2.5 rounded-full bg-on-structure" /> : null}
      <span className="sr-only">{t(`steps.${state}`)}</span>
    </span>
  );
}

const signs: Record<StepState, string> = {
  done: "border-ok bg-ok-soft text-ok",
  current: "border-structure bg-structure text-on-structure",
  todo: "border-line-strong text-ink-soft",
  problem: "border-warn bg-warn-soft text-warn",
};
const edges: Record<StepState, string> = {
  done: "border-ok",
  current: "border-structure",
  todo: "border-line",
  problem: "border-warn",
};

/** The language of the page. */
export function useLocale(): Locale {
  const { i18n } = useTranslation("ui");
  return isLocale(i18n.language) ? i18n.language : locales[0];
}
