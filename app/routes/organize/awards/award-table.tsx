import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { hasLostRank } from "~/rules/diligence/diligence.ts";
import { Badge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { formatYuan } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/steps.tsx";
import { OutcomeBadge } from "../diligence/outcome-badge.tsx";
import type { AwardsPage } from "./awards.tsx";

type Ranking = AwardsPage["rankings"][number];
type Line = Ranking["lines"][number];

/** One ranking: each provisional rank, what was decided, the rank and the award that follow, and by what. */
export function AwardTable({ page, ranking }: { page: AwardsPage; ranking: Ranking }): ReactNode {
  const { t } = useTranslation(["awards", "ui"]);
  const locale = useLocale();
  const { levels, slug } = page;
  const { group, lines, ties, vacant } = ranking;
  const titleOf = (level: number) => levels[level - 1]?.title ?? "";
  const join = t("awards.join");
  const why = ({ rank, awardedRank, outcome, past }: Line) => {
    if (rank === null) return t("awards.whyUnranked");
    if (outcome && hasLostRank(outcome)) return t("awards.whyLost", { outcome: t(`outcome.${outcome}`) });
    if (past.length === 0) return t("awards.whyKept");
    const steps = { from: rank, to: awardedRank ?? rank, entries: past.join(join) };
    return t("awards.whyUp", { count: past.length, ...steps });
  };
  return (
    <section className="grid gap-4">
      {ties.map((tie) => (
        <Callout
          key={tie.awardedRank}
          kind="warn"
          title={t("awards.tie", { rank: tie.awardedRank, entries: tie.entries.join(join) })}
        />
      ))}
      <DataTable
        label={group === null ? t("awards.label") : t("awards.ofGroup", { group })}
        captionHidden={group === null}
        rows={lines}
        rowKey={({ entry }) => entry}
        rowLook={({ level }) => (level === null ? "plain" : "award")}
        columns={[
          { key: "rank", header: t("awards.rank"), numeric: true, narrow: true, cell: ({ rank }) => rank ?? "—" },
          {
            key: "awarded",
            header: t("awards.awarded"),
            numeric: true,
            narrow: true,
            cell: ({ awardedRank }) => awardedRank ?? "—",
          },
          {
            key: "number",
            header: t("ui:term.runningOrder"),
            numeric: true,
            narrow: true,
            cell: ({ number }) => number ?? "—",
          },
          {
            key: "project",
            header: t("awards.project"),
            rowHeader: true,
            cell: ({ entry, title }) => <Link to={`/organize/editions/${slug}/diligence/${entry}`}>{title}</Link>,
          },
          { key: "entry", header: t("ui:term.key"), narrow: true, cell: ({ entry }) => entry },
          { key: "outcome", header: t("awards.outcome"), cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
          {
            key: "award",
            header: t("awards.award"),
            cell: ({ level, tied }) =>
              level !== null ? (
                <Badge tone="award" icon="award">
                  {titleOf(level)}
                </Badge>
              ) : (
                t(tied ? "awards.tied" : "awards.noAward")
              ),
          },
          {
            key: "amount",
            header: t("awards.amount"),
            numeric: true,
            cell: ({ level }) => {
              const yuan = level === null ? null : (levels[level - 1]?.yuan ?? null);
              return yuan === null ? t("awards.noAward") : formatYuan(yuan, locale);
            },
          },
          { key: "why", header: t("awards.why"), cell: why },
        ]}
      />
      {vacant.length > 0 ? (
        <p className="text-ink-soft">
          {t("awards.vacant", {
            places: vacant.map(({ place, level }) => t("awards.vacantOf", { award: titleOf(level), place })).join(join),
          })}
        </p>
      ) : null}
    </section>
  );
}
