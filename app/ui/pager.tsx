import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./icon.tsx";

interface Props {
  /** Addresses of the neighbouring pages; left out where there is none. */
  previous?: string | null;
  next?: string | null;
  /** The first and last row shown, counted from 1. */
  from?: number;
  to?: number;
  total?: number;
}

/** Goes through a long list page by page. */
export function Pager({ previous, next, from, to, total }: Props): ReactNode {
  const { t } = useTranslation("ui");
  const link = "inline-flex min-h-11 items-center gap-1 rounded px-3 font-medium hover:bg-structure-soft";
  return (
    <nav aria-label={t("pager.label")} className="no-print flex flex-wrap items-center justify-between gap-3">
      <p className="flex gap-3 text-sm text-ink-soft">
        {from !== undefined && to !== undefined ? <span>{t("pager.range", { from, to })}</span> : null}
        {total !== undefined ? <span>{t("pager.total", { total })}</span> : null}
      </p>
      <div className="flex gap-2">
        {previous ? (
          <Link to={previous} rel="prev" className={link}>
            <Icon name="left" />
            {t("pager.previous")}
          </Link>
        ) : null}
        {next ? (
          <Link to={next} rel="next" className={link}>
            {t("pager.next")}
            <Icon name="right" />
          </Link>
        ) : null}
      </div>
    </nav>
  );
}
