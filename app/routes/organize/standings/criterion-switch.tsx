import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "~/ui/classes.ts";

interface Props {
  criteria: { key: string; label: string }[];
  /** The chosen one's key; null: the sheets' totals. */
  now: string | null;
}

/** Whether totals are compared or one criterion's marks, as links that work without a script. */
export function CriterionSwitch({ criteria, now }: Props): ReactNode {
  const { t } = useTranslation("agreement");
  const choices = [{ key: null, label: t("of.totals") }, ...criteria];
  return (
    <nav aria-label={t("of.label")} className="no-print">
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ key, label }) => (
          <li key={key ?? ""}>
            <Link
              to={key === null ? "?" : `?criterion=${encodeURIComponent(key)}`}
              aria-current={key === now ? "page" : undefined}
              className={classes(
                "inline-flex min-h-9 items-center rounded border px-3 text-sm no-underline hover:underline",
                key === now
                  ? "border-structure bg-structure-soft font-semibold text-structure"
                  : "border-line-strong bg-surface text-ink",
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
