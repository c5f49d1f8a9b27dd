import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RoundStandings, Standing } from "~/rules/standings/standing.ts";
import { type Column, DataTable } from "../data-table.tsx";
import { byGroup } from "./by-group.ts";
import { useTieStep } from "./rule-words.tsx";
import { Notes, useStandingNotes } from "./standing-notes.tsx";
import type { EntryName } from "./words.ts";

interface Props {
  standings: Pick<RoundStandings, "rule" | "standings">;
  /** Words by key. */
  criteria: Map<string, string>;
  groups: Map<string, string>;
  nameOf: (standing: Standing) => EntryName;
  /** For those who check: how many sheets counted, and what was dropped. */
  detailed?: boolean;
  /** Sets the first three places apart, in gold. */
  honours?: boolean;
  /** The heading's rank of a group's name. */
  level?: 2 | 3;
}

/** Released results: rank, entry, group and total, with the reason where equals stand apart. */
export function ResultsTable({ standings, criteria, groups, nameOf, detailed, honours, level = 2 }: Props): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const notesOf = useStandingNotes(useTieStep(criteria));
  const Heading = `h${level}` as const;
  const grouped = standings.rule.groups === "together" && standings.standings.some((each) => each.group !== null);
  const groupOf = ({ group }: Standing) => (grouped && group !== null ? [groups.get(group) ?? group] : []);
  const droppedOf = ({ dropped }: Standing) =>
    dropped
      .map(({ judge, value, why, criterion }) =>
        criterion === undefined
          ? t("note.droppedItem", { judge, value, why: t(`cell.${why}`) })
          : t("note.droppedItemOf", {
              criterion: criteria.get(criterion) ?? criterion,
              judge,
              value,
              why: t(`cell.${why}`),
            }),
      )
      .join(t("note.join"));
  const columns: Column<Standing>[] = [
    { key: "rank", header: t("ui:word.rank"), narrow: true, numeric: true, cell: ({ rank }) => rankOf(rank) },
    {
      key: "entry",
      header: t("ui:term.entry"),
      rowHeader: true,
      cell: (standing) => (
        <>
          <span className="me-2 font-normal text-ink-soft">{nameOf(standing).number}</span>
          {nameOf(standing).title}
          <Notes notes={[...groupOf(standing), ...notesOf(standing)]} />
        </>
      ),
    },
    ...(detailed
      ? [
          {
            key: "counted",
            header: t("ui:term.sheet"),
            cell: (standing: Standing) => (
              <Notes
                notes={[
                  t("note.counted", { counted: standing.counted, sheets: standing.sheets }),
                  ...(standing.dropped.length > 0 ? [t("note.dropped", { list: droppedOf(standing) })] : []),
                ]}
              />
            ),
          },
        ]
      : []),
    {
      key: "total",
      header: t("ui:word.total"),
      numeric: true,
      narrow: true,
      cell: ({ total }) => <span className="font-semibold">{total ?? "–"}</span>,
    },
  ];
  return (
    <div className="grid gap-8">
      {byGroup(standings, groups, t("standings.noGroup")).map((ranking) => (
        <section key={ranking.title} aria-label={ranking.title ?? undefined} className="grid min-w-0 gap-3">
          {ranking.title === null ? null : <Heading className="text-xl">{ranking.title}</Heading>}
          <DataTable
            label={
              ranking.title === null ? t("standings.table") : t("standings.tableOfGroup", { group: ranking.title })
            }
            columns={columns}
            rows={ranking.standings}
            rowKey={(standing) => standing.entry}
            rowLook={({ rank }) => (honours && rank !== null && rank <= 3 ? "award" : "plain")}
          />
        </section>
      ))}
    </div>
  );
}

function rankOf(rank: number | null): ReactNode {
  return <span className="font-serif text-lg font-semibold">{rank ?? "–"}</span>;
}
