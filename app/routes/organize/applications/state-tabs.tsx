import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationState } from "~/rules/application-state.ts";
import { classes } from "~/ui/classes.ts";
import type { ScreeningFilter } from "~db/queries/screening.ts";
import { queryOf } from "./address.ts";

const states = ["submitted", "qualified", "ineligible", "withdrawn"] as const;

interface Props {
  path: string;
  filter: ScreeningFilter;
  counts: Record<ApplicationState, number>;
}

/** The states as tabs, each with its number under the rest of the filter. */
export function StateTabs({ path, filter, counts }: Props): ReactNode {
  const { t } = useTranslation(["screening", "ui"]);
  const total = states.reduce((sum, state) => sum + counts[state], 0);
  const tabs = [
    { state: undefined, label: t("list.all"), count: total },
    ...states.map((state) => ({ state, label: t(`ui:state.application.${state}`), count: counts[state] })),
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
                  "flex min-h-11 items-center gap-2 border-b-3 px-4 no-underline -outline-offset-3",
                  current
                    ? "border-structure font-semibold text-structure"
                    : "border-transparent text-ink-soft hover:border-line-strong hover:text-ink",
                )}
              >
                {label}
                <span className="rounded bg-sunken px-1.5 text-sm text-ink-soft">{count}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
