import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "./button.tsx";

interface PagesProps {
  page: number;
  aPage: number;
  total: number;
  /** What the address says besides the page; left out: what it says now. */
  query?: Record<string, string>;
}

/** The ways to the page before and the next one, by number; nothing where one page holds all. */
export function Pages({ page, aPage, total, query }: PagesProps): ReactNode {
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
          {t("pages.previous")}
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

interface ListPagesProps {
  /** The rows by which the pages beside this one are asked for. */
  previous?: string;
  next?: string;
  /** What the list is narrowed by, as its address has it. */
  query?: Record<string, string | undefined>;
}

/** The ways through a list that is read by keyset: to its first page, the one before and the next; nothing where one page holds all. */
export function ListPages({ previous, next, query = {} }: ListPagesProps): ReactNode {
  const { t } = useTranslation("ui");
  if (!previous && !next) return null;
  const at = (place: Record<string, string>) => {
    const set = Object.entries({ ...query, ...place }).filter((each): each is [string, string] => Boolean(each[1]));
    return `?${new URLSearchParams(set)}`;
  };
  return (
    <nav aria-label={t("pages.label")} className="no-print flex flex-wrap gap-2">
      {previous ? (
        <>
          <LinkButton to={at({})}>{t("pages.first")}</LinkButton>
          <LinkButton to={at({ before: previous })} rel="prev" icon="left">
            {t("pages.previous")}
          </LinkButton>
        </>
      ) : null}
      {next ? (
        <LinkButton to={at({ after: next })} rel="next" iconAfter="right">
          {t("pages.next")}
        </LinkButton>
      ) : null}
    </nav>
  );
}
