import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";

const onePage = 50;

/** The part of a list that the address asks for (`page`, from 1), and where it lies; past the end the last part. */
export function partOf<Row>(rows: readonly Row[], search: URLSearchParams) {
  const last = Math.max(1, Math.ceil(rows.length / onePage));
  const asked = Number(search.get("page"));
  const page = Math.min(last, Number.isInteger(asked) && asked > 0 ? asked : 1);
  const from = (page - 1) * onePage;
  const part = rows.slice(from, from + onePage);
  return { rows: part, page, last, from: Math.min(from + 1, rows.length), to: from + part.length, total: rows.length };
}

/** Where in the list the page stands, and the ways to the others. */
export function Pages({ page, last, from, to, total }: Omit<ReturnType<typeof partOf>, "rows">): ReactNode {
  const { t } = useTranslation("portrait");
  const locale = useLocale();
  const [search] = useSearchParams();
  const number = (value: number) => formatNumber(value, locale);
  const at = (other: number) => {
    const changed = new URLSearchParams(search);
    changed.set("page", String(other));
    return `?${changed}`;
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-soft tabular-nums">
        {t("edition.range", { from: number(from), to: number(to), total: number(total) })}
      </p>
      {last > 1 ? (
        <nav aria-label={t("edition.pages")} className="no-print flex flex-wrap gap-2">
          {page > 1 ? (
            <LinkButton to={at(page - 1)} rel="prev" icon="left">
              {t("edition.previous")}
            </LinkButton>
          ) : null}
          {page < last ? (
            <LinkButton to={at(page + 1)} rel="next" iconAfter="right">
              {t("edition.next")}
            </LinkButton>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}
