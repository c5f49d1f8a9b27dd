import { Link } from "@remix-run/react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FrozenStandings } from "~/rules/releases/release.ts";
import { Digest } from "~/ui/digest.tsx";
import { ResultsTable } from "~/ui/results/results-table.tsx";
import { entryNames, labels, titles } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { ReleasePage } from "./release.tsx";

interface Props {
  table: NonNullable<ReleasePage["table"]>;
  /** Of the version that it is, once it was proposed. */
  version?: number;
  slug?: string;
}

/** The table whose digest is signed, line by line: what the person compares with the paper. */
export function TableToSign({ table, version, slug }: Props): ReactNode {
  const { t } = useTranslation("results");
  const locale = useLocale();
  const standings = useMemo(() => JSON.parse(table.standings) as FrozenStandings, [table.standings]);
  const { criteria, groups, entries } = table.words;
  return (
    <section className="grid gap-3">
      <h3 className="text-lg">{t("release.tableToSign")}</h3>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span>{t("release.digest")}</span>
        <Digest value={table.digest} />
        {version === undefined ? null : (
          <Link to={`/organize/rounds/${slug}/releases/${version}`}>{t("release.view", { version })}</Link>
        )}
      </div>
      {version === undefined ? null : <p className="text-sm text-ink-soft">{t("release.unchanged")}</p>}
      <ResultsTable
        standings={standings}
        criteria={labels(locale, criteria)}
        groups={titles(locale, groups)}
        nameOf={entryNames(locale, entries)}
        detailed
        level={3}
      />
    </section>
  );
}
