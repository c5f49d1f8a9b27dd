import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes.ts";

interface Props {
  panels: readonly string[];
  /** The one that is shown; null where all are. */
  current: string | null;
  /** A choice of all panels together stands before them. */
  all?: boolean;
  /** The page's address without its query. */
  to?: string;
}

/** The panels of a round that judge side by side, one link each to the same page; nothing where one panel judges all. */
export function PanelTabs({ panels, current, all = false, to = "" }: Props): ReactNode {
  const { t } = useTranslation("panels");
  if (panels.length === 0) return null;
  const choices = [
    ...(all ? [{ panel: null, label: t("all") }] : []),
    ...panels.map((panel) => ({ panel, label: t("of", { panel }) })),
  ];
  return (
    <nav aria-label={t("choose")} className="no-print">
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ panel, label }) => (
          <li key={panel ?? ""}>
            <Link
              to={panel === null ? to || "?" : `${to}?${new URLSearchParams({ panel })}`}
              aria-current={panel === current ? "page" : undefined}
              className={classes(
                "inline-flex min-h-10 items-center rounded border px-3 no-underline",
                panel === current
                  ? "border-structure bg-structure-soft font-semibold text-structure"
                  : "border-line bg-surface text-ink hover:bg-structure-soft",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
