import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "~/ui/classes.ts";

const pages = { table: "", ties: "/ties", charts: "/charts", whatIf: "/what-if" } as const;

/** The pages of the standings desk, as links that work without a script. */
export function DeskNav({ round, now }: { round: string; now: keyof typeof pages }): ReactNode {
  const { t } = useTranslation("standing");
  return (
    <nav aria-label={t("nav.label")} className="no-print">
      <ul className="flex flex-wrap gap-2">
        {Object.entries(pages).map(([key, path]) => (
          <li key={key}>
            <Link
              to={`/organize/rounds/${round}/standings${path}`}
              aria-current={key === now ? "page" : undefined}
              className={classes(
                "inline-flex min-h-11 items-center rounded border px-4 no-underline hover:underline",
                key === now
                  ? "border-structure bg-structure-soft font-semibold text-structure"
                  : "border-line-strong bg-surface text-ink",
              )}
            >
              {t(`nav.${key as keyof typeof pages}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
