import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type ConductedEntry, nextToCall } from "~/rules/stage/conduct-next.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { EmptyState } from "~/ui/empty-state.tsx";
import type { IconName } from "~/ui/icon.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import type { Tone } from "~/ui/states.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { StepButton, useDesk } from "./step-button.tsx";

type State = "onStage" | "next" | "through" | "later" | "out";

/** Everybody in running order with their state and sheets; anyone may be called, in whatever order the hall takes. */
export function RunningOrder(): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const { conduct, entries } = picture;
  const next = nextToCall(entries, conduct)?.key;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Only the list moves, never the page: whoever is on stage, with those before and after, is in sight
    const row = conduct.onStage === null ? null : list.current?.querySelector<HTMLElement>("[aria-current]");
    if (row && list.current) list.current.scrollTop = row.offsetTop - row.offsetHeight;
  }, [conduct.onStage]);
  const stateOf = ({ key, out }: ConductedEntry): State => {
    if (key === conduct.onStage) return "onStage";
    if (out) return "out";
    return conduct.called.includes(key) ? "through" : key === next ? "next" : "later";
  };
  return (
    <Card title={t("order.title")} flush>
      {entries.length === 0 ? (
        <EmptyState title={t("order.none")}>{t("order.noneMend")}</EmptyState>
      ) : (
        <>
          <p className="px-4 pb-2 text-sm text-ink-soft sm:px-5">
            {t("order.count", { count: entries.length, called: conduct.called.length })}
          </p>
          <ol ref={list} className="relative lg:max-h-[max(16rem,calc(100dvh-32rem))] lg:overflow-y-auto">
            {entries.map((entry) => (
              <Row key={entry.key} entry={entry} state={stateOf(entry)} />
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}

function Row({ entry, state }: { entry: ConductedEntry; state: State }): ReactNode {
  const { t } = useTranslation("conduct");
  const locale = useLocale();
  const { conduct, scoresOnStage } = useDesk().picture;
  const { key, number, submitted, asked } = entry;
  const open = conduct.opened.includes(key);
  const [tone, icon] = looks[state];
  return (
    <li
      aria-current={state === "onStage" || undefined}
      className={classes(
        "grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1 border-line border-t px-4 py-1.5 sm:px-5",
        state === "onStage" && "bg-structure-soft",
      )}
    >
      <span className="text-lg font-semibold">{number}</span>
      <span className={classes("min-w-0", state === "out" && "text-ink-soft line-through")}>
        <span className="line-clamp-1">{inLocale(locale, entry.title, entry.titleEn)}</span>
        <span className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
          <Badge tone={tone} icon={icon}>
            {t(`order.state.${state}`)}
          </Badge>
          {open ? (
            <span>
              {t("now.sheets")} {submitted}/{asked}
            </span>
          ) : null}
        </span>
      </span>
      <span className="flex flex-wrap justify-end gap-1">
        {state === "through" && !open ? <RowStep entry={key} kind="open" number={number} /> : null}
        {open && scoresOnStage ? <RowStep entry={key} kind="score" number={number} /> : null}
        {state === "onStage" || state === "out" ? null : <RowStep entry={key} kind="call" number={number} />}
      </span>
    </li>
  );
}

function RowStep({
  entry,
  kind,
  number,
}: {
  entry: string;
  kind: "call" | "open" | "score";
  number: string;
}): ReactNode {
  const { t } = useTranslation("conduct");
  const steps = {
    call: { type: "call", entry },
    open: { type: "open-scoring", entry },
    score: { type: "show", screen: { name: "score", entry } },
  } as const;
  return (
    <StepButton step={steps[kind]} size="row">
      <span aria-hidden="true">{t(`order.${kind}Short`)}</span>
      <span className="sr-only">{t(`order.${kind}`, { number })}</span>
    </StepButton>
  );
}

const looks: Record<State, [Tone, IconName]> = {
  onStage: ["act", "live"],
  next: ["structure", "arrow"],
  through: ["ok", "check"],
  later: ["neutral", "clock"],
  out: ["neutral", "slash"],
};
