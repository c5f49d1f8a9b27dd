import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeskRound } from "~/reads/standings/standings-desk.ts";
import type { TieLadder } from "~/rules/standings/why-rank.ts";
import { Badge } from "~/ui/badge.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { useTieStep } from "~/ui/results/rule-words.tsx";
import { titles } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { useCalled } from "./called.ts";

interface Props {
  ladder: TieLadder;
  desk: DeskRound;
  criteria: Map<string, string>;
  called: ReturnType<typeof useCalled>;
}

type Line = TieLadder["entries"][number];

/** One circle of equal totals: what each step of the rule saw in each entry, and which of them set it apart. */
export function LadderTable({ ladder, desk, criteria, called }: Props): ReactNode {
  const { t } = useTranslation("standing");
  const tieStep = useTieStep(criteria);
  const group = useGroup(ladder, desk);
  const { steps, entries } = ladder;
  const total = desk.standings.standings.find(({ entry }) => entry === entries[0]?.entry)?.total ?? "";
  const label = t("ties.circle", { total, entries: entries.map(({ entry }) => called.short(entry)).join(t("list")) });
  const seen = ({ seen, partedBy }: Line, at: number) => {
    const cell = seen[at];
    if (!cell) return <span className="text-sm text-ink-soft">{t("ties.notNeeded")}</span>;
    const value = cell.figure === null ? t("ties.nothing") : cell.figure.value;
    const about = cell.figure && !cell.figure.exact ? t("why.about", { value }) : value;
    return (
      <>
        {steps[at] === "vote" && cell.figure ? t("ties.votePlace", { place: value }) : about}{" "}
        {partedBy === steps[at] ? <Badge tone="ok">{t("ties.decided")}</Badge> : null}
      </>
    );
  };
  return (
    <DataTable
      label={label + group}
      captionHidden={false}
      dense
      columns={[
        {
          ...{ key: "rank", header: t("ties.rank"), narrow: true },
          cell: ({ rank, shared }: Line) => (shared ? `${rank} ${t("ties.shared")}` : rank),
        },
        { key: "entry", header: t("ties.entry"), rowHeader: true, cell: ({ entry }: Line) => called.whole(entry) },
        ...steps.map((step, at) => ({
          ...{ key: step, header: `${at + 1}. ${tieStep(step)}` },
          cell: (line: Line) => seen(line, at),
        })),
      ]}
      rows={entries}
      rowKey={({ entry }) => entry}
    />
  );
}

function useGroup({ group }: TieLadder, { board }: DeskRound): string {
  const { t } = useTranslation("standing");
  const groups = titles(useLocale(), board.groups);
  return group === null ? "" : t("ties.of", { group: groups.get(group) ?? group });
}
