import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import type { NextStep } from "~/rules/rounds/readiness.ts";
import { deskStageOf, type RoundKind, type RoundStage } from "~/rules/rounds/round.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { useLocale } from "~/ui/steps.tsx";

export interface DeskRow {
  slug: string;
  kind: RoundKind;
  title: string;
  titleEn: string | null;
  startsAt: Date | null;
  timeZone: string;
  stage: RoundStage;
  setup: { entries: number; judges: number };
  next: NextStep;
  /** The page of the next step, when it is this person's to do there; else the round's own page names who does it. */
  to: string | null;
  /** The round's own page, as far as this person may open one. */
  home: string | null;
  mine: boolean;
}

/** An edition's rounds, each with its stage and its next step named and linked. */
export function RoundsTable({ label, rounds }: { label: string; rounds: DeskRow[] }): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const locale = useLocale();
  const columns: Column<DeskRow>[] = [
    {
      key: "round",
      header: t("desk.round"),
      rowHeader: true,
      cell: (round) => (
        <>
          <LinkedIf to={round.home}>{inLocale(locale, round.title, round.titleEn)}</LinkedIf>
          <span className="block text-sm font-normal text-ink-soft">{t(`ui:kind.${round.kind}`)}</span>
        </>
      ),
    },
    {
      key: "when",
      header: t("desk.when"),
      cell: (round) =>
        round.startsAt ? (
          <DateTime at={round.startsAt} timeZone={round.timeZone} />
        ) : (
          <span className="text-ink-soft">{t("desk.undated")}</span>
        ),
    },
    {
      key: "stage",
      header: t("desk.stage"),
      narrow: true,
      cell: (round) => <StateBadge of="round" state={deskStageOf(round.stage, round.kind)} />,
    },
    { key: "entries", header: t("desk.entries"), numeric: true, narrow: true, cell: (round) => round.setup.entries },
    { key: "judges", header: t("desk.judges"), numeric: true, narrow: true, cell: (round) => round.setup.judges },
    {
      key: "next",
      header: t("desk.next"),
      cell: (round) => (
        <LinkedIf to={round.to ?? round.home} className={round.mine ? "font-semibold" : "text-ink-soft"}>
          {t(`next.${round.next}`)}
        </LinkedIf>
      ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={rounds} rowKey={(round) => round.slug} />;
}

/** A link where there is somewhere to go, else the words alone. */
function LinkedIf({
  to,
  className,
  children,
}: {
  to: string | null;
  className?: string;
  children: ReactNode;
}): ReactNode {
  if (to === null) return <span className={className}>{children}</span>;
  return (
    <Link to={to} className={className}>
      {children}
    </Link>
  );
}
