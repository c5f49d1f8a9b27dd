import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { placeOf, placeWord, usualSort } from "~/rules/screening/screening-order.ts";
import { LinkButton } from "~/ui/button.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { Row } from "./list-columns.tsx";

interface Props {
  path: string;
  filter: ScreeningFilter;
  rows: Row[];
  from: number;
  total: number;
}

/** Where in the list the page stands, and the ways to the others. */
export function ListPager({ path, filter, rows, from, total }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  const to = from + rows.length - 1;
  const { sort = usualSort } = filter;
  const at = (place: Record<string, string>) => path + queryOf(filter, place);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-soft tabular-nums">
        {t("list.range", { from: number(from), to: number(to), total: number(total) })}
      </p>
      <nav aria-label={t("list.pages")} className="no-print flex flex-wrap gap-2">
        {from > 1 ? (
          <>
            <LinkButton to={at({})}>{t("list.first")}</LinkButton>
            <LinkButton to={at({ before: placeWord(placeOf(first, sort)) })} rel="prev" icon="left">
              {t("list.previous")}
            </LinkButton>
          </>
        ) : null}
        {to < total ? (
          <>
            <LinkButton to={at({ after: placeWord(placeOf(last, sort)) })} rel="next" iconAfter="right">
              {t("list.next")}
            </LinkButton>
            <LinkButton to={at({ last: "yes" })}>{t("list.last")}</LinkButton>
          </>
        ) : null}
      </nav>
    </div>
  );
}
