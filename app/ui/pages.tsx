import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "./button.tsx";

interface Props {
  page: number;
  aPage: number;
  total: number;
  /** What the address says besides the page; left out: what it says now. */
  query?: Record<string, string>;
}

/** The ways to the page before and the next one; nothing where one page holds all. */
export function Pages({ page, aPage, total, query }: Props): ReactNode {
  const { t } = useTranslation("ui");
  const [search] = useSearchParams();
  if (total <= aPage) return null;
  const at = (number: number) => {
    const there = new URLSearchParams(query ?? search);
    there.set("page", String(number));
    there.delete("done");
    return `?${there}`;
  };
  return (
    <nav aria-label={t("pages.label")} className="no-print flex flex-wrap items-center gap-4">
      {page > 1 ? (
        <LinkButton to={at(page - 1)} icon="left" size="row">
          {t("action.previous")}
        </LinkButton>
      ) : null}
      <span className="text-ink-soft">{t("pages.at", { page, pages: Math.ceil(total / aPage) })}</span>
      {page * aPage < total ? (
        <LinkButton to={at(page + 1)} iconAfter="right" size="row">
          {t("pages.next")}
        </LinkButton>
      ) : null}
    </nav>
  );
}
