import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type ApplicationState, applicationStates } from "~/rules/applications/application-state.ts";
import type { BatchAct } from "~/rules/screening/decision.ts";
import { canDecide, type Decision } from "~/rules/screening/decision.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Props {
  act: BatchAct;
  states: { state: string; count: number; changed: number }[];
}

/** The states of the selected applications, and how many of them the act cannot be done to as they stand. */
export function SelectedStates({ act, states }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const number = (count: number) => formatNumber(count, locale);
  const order = (state: string) => applicationStates.indexOf(state as ApplicationState);
  const out = states
    .filter(({ state }) => act !== "assign" && !canDecide(state as ApplicationState, act satisfies Decision))
    .reduce((sum, { count }) => sum + count, 0);
  const changed = states.reduce((sum, each) => sum + each.changed, 0);
  return (
    <div className="grid gap-3">
      <ul aria-label={t("batch.states")} className="flex flex-wrap gap-x-5 gap-y-2">
        {[...states]
          .sort((a, b) => order(a.state) - order(b.state))
          .map(({ state, count }) => (
            <li key={state} className="flex items-center gap-2 tabular-nums">
              <StateBadge of="application" state={state as ApplicationState} />
              {number(count)}
            </li>
          ))}
      </ul>
      {out > 0 ? <Callout kind="warn" title={t("batch.notPossible", { number: number(out) })} /> : null}
      {changed > 0 ? <Callout kind="warn" title={t("batch.changed", { number: number(changed) })} /> : null}
    </div>
  );
}
