import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { stateOrder } from "~/rules/screening/screening-order.ts";
import { classes } from "~/ui/classes.ts";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Props {
  path: string;
  filter: ScreeningFilter;
  counts: Record<ApplicationState, number>;
}

/** The states as tabs, each with its number under the rest of the filter. */
export function StateTabs({ path, filter, counts }: Props): ReactNode {
  const { t } = useTranslation(["screening", "ui"]);
  const locale = useLocale();
  const total = stateOrder.reduce((sum, state) => sum + counts[state], 0);
  const tabs = [
    { state: undefined, label: t("list.all"), count: total },
    ...stateOrder.map((state) => ({ state, label: t(`ui:state.application.${state}`), count: counts[state] })),
  ];
  return (
    <nav aria-label={t("list.states")} className="no-print scroll-x border-line border-b">
      <ul className="flex min-w-max gap-1">
        {tabs.map(({ state, label, count }) => {
          const current = filter.state === state;
          return (
            <li key={label}>
              <Link
                to={path + queryOf({ ...filter, state })}
                aria-current={current ? "true" : undefined}
                className={classes(
                  "flex min-h-11 items-center gap-2 border-b-3 px-3 no-underline -outline-offset-3",
                  current
                    ? "border-structure font-semibold text-structure"
                    : "border-transparent text-ink-soft hover:border-line-strong hover:text-ink",
                )}
              >
                {label}
                <span className="rounded bg-sunken px-1.5 text-sm text-ink-soft tabular-nums">
                  {formatNumber(count, locale)}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
