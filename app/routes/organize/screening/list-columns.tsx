import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { isDescending, type Sort, type SortKey, sortKey, usualSort } from "~/rules/screening/screening-order.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import type { Column } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { findScreeningPage } from "~db/queries/screening/screening.ts";
import type { ListChoices } from "./choices.ts";
import { EligibilityBadge } from "./eligibility-badge.tsx";

export type Row = Awaited<ReturnType<typeof findScreeningPage>>[number];

/** The columns of the list. Names of heats and people are looked up among the choices, so that rows stay light. */
export function useColumns(path: string, filter: ScreeningFilter, choices: ListChoices): Column<Row>[] {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const query = queryOf(filter);
  const nameOf = (named: ListChoices["rounds"]) => {
    const names = new Map(named.map(({ id, title, titleEn }) => [id, inLocale(locale, title, titleEn)]));
    return (id: number | null) => (id === null ? "" : (names.get(id) ?? ""));
  };
  const [round, track, group] = [nameOf(choices.rounds), nameOf(choices.tracks), nameOf(choices.groups)];
  const recommender = nameOf(choices.recommenders);
  const screeners = new Map(choices.screeners.map(({ id, name }) => [id, name]));
  const sort = (key: SortKey) => sorting(path, filter, key);
  return [
    {
      key: "project",
      header: t("list.project"),
      rowHeader: true,
      sort: sort("title"),
      cell: (row) => (
        <>
          <Link to={`/organize/applications/${row.code}${query}`}>
            {inLocale(locale, row.projectTitle, row.projectTitleEn)}
          </Link>
          <Soft mono>{row.code}</Soft>
        </>
      ),
    },
    {
      key: "leader",
      header: t("list.leader"),
      cell: (row) => (
        <>
          {row.leaderName}
          <Soft>{row.companyName}</Soft>
        </>
      ),
    },
    {
      key: "heat",
      header: t("list.heat"),
      className: "min-w-34",
      cell: (row) => (
        <>
          {round(row.roundId)}
          {row.wishedRoundId !== null && row.wishedRoundId !== row.roundId ? (
            <Soft>{t("list.wished", { round: round(row.wishedRoundId) })}</Soft>
          ) : null}
          <Soft>{track(row.trackId)}</Soft>
        </>
      ),
    },
    { key: "group", header: t("list.group"), cell: (row) => group(row.groupId), narrow: true },
    {
      key: "eligibility",
      header: t("list.eligibility"),
      cell: (row) => <EligibilityBadge verdict={row.eligibility} />,
      sort: sort("eligibility"),
      narrow: true,
    },
    {
      key: "people",
      header: t("list.screener"),
      className: "min-w-34",
      cell: (row) => (
        <>
          {row.screenerId === null ? null : (screeners.get(row.screenerId) ?? "")}
          {row.recommenderId === null ? null : (
            <Soft>{t("list.recommendedBy", { name: recommender(row.recommenderId) })}</Soft>
          )}
        </>
      ),
    },
    {
      key: "submitted",
      header: t("list.submitted"),
      cell: (row) => (row.submittedAt ? <DateTime at={row.submittedAt} kind="date" /> : null),
      sort: sort("submitted"),
      narrow: true,
    },
    {
      key: "state",
      header: t("list.state"),
      cell: (row) => (
        <div className="grid justify-items-start gap-1">
          <StateBadge of="application" state={row.state} />
          {row.toBeChecked ? <Badge tone="warn">{t("list.toBeChecked")}</Badge> : null}
          {row.rewritten ? <Badge>{t("list.rewrittenYes")}</Badge> : null}
        </div>
      ),
      sort: sort("state"),
      narrow: true,
    },
  ];
}

function Soft({ children, mono }: { children: ReactNode; mono?: boolean }): ReactNode {
  if (!children) return null;
  return <span className={`block text-sm font-normal text-ink-soft ${mono ? "font-mono" : ""}`}>{children}</span>;
}

/** Where the head of a column leads: into its order, or the other way round when it is that already. */
function sorting(path: string, filter: ScreeningFilter, key: SortKey): NonNullable<Column<Row>["sort"]> {
  const { sort = usualSort } = filter;
  const current = sortKey(sort) === key;
  const first: Sort = key === "submitted" ? usualSort : key;
  const other = first.startsWith("-") ? (first.slice(1) as Sort) : (`-${first}` as Sort);
  const next = current && sort === first ? other : first;
  return {
    to: path + queryOf({ ...filter, sort: next === usualSort ? undefined : next }),
    now: current ? (isDescending(sort) ? "descending" : "ascending") : undefined,
  };
}
