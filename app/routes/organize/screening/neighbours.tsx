import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icon.tsx";

interface Props {
  previous: string | null;
  next: string | null;
  /** The filter of the list, which the neighbours are neighbours in. */
  query: string;
}

/** The way to the applications before and after this one in the filtered list. */
export function Neighbours({ previous, next, query }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const look = "inline-flex min-h-11 items-center gap-1 rounded px-3 font-medium hover:bg-structure-soft";
  return (
    <nav aria-label={t("page.neighbours")} className="flex gap-2">
      {previous ? (
        <Link to={`/organize/applications/${previous}${query}`} rel="prev" className={look}>
          <Icon name="left" />
          {t("page.previous")}
        </Link>
      ) : null}
      {next ? (
        <Link to={`/organize/applications/${next}${query}`} rel="next" className={look}>
          {t("page.next")}
          <Icon name="right" />
        </Link>
      ) : null}
    </nav>
  );
}
