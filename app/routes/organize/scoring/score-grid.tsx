import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isMissing } from "~/rules/scoring/score-table.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { TablePage } from "./score-table.tsx";
import { sheetAddress } from "./sheet-address.ts";
import { SheetCell } from "./sheet-cell.tsx";
import { TabletLine, useNow, usualVersion } from "./tablet-signs.tsx";

type Table = TablePage["table"];
type Row = Table["rows"][number];

interface Props {
  page: TablePage;
  /** Key of the entry on stage. */
  onStage: string | null;
}

/**
 * Judges across, each with the signs of their tablet, entries down; each cell says by shape and word how far that judge is
 * with that entry, and leads to the sheet. In a review, whose panel is large and each entry's part of it small, the
 * entry's own judges stand in one column.
 */
export function ScoreGrid({ page, onStage }: Props): ReactNode {
  const { t } = useTranslation("judge");
  const { table } = page;
  const [judges, assigned] = [useJudges(page), useAssigned(page)];
  const columns: Column<Row>[] = [
    {
      key: "entry",
      header: t("table.entry"),
      rowHeader: true,
      cell: ({ entry }) => (
        <span className="flex gap-2">
          <span className="min-w-6 text-end text-ink-soft">{entry.number}</span>
          <span className="line-clamp-1 min-w-0" title={entry.title}>
            {entry.title}
          </span>
        </span>
      ),
    },
    ...(table.assigned ? [assigned] : judges),
    {
      key: "spread",
      numeric: true,
      header: <abbr title={t("table.spreadHint")}>{t("table.spread")}</abbr>,
      cell: ({ spread }) => spread ?? "–",
    },
    {
      key: "missing",
      header: t("table.missing"),
      narrow: true,
      cell: ({ missing, cells }) =>
        missing === 0 && cells.length > 0 ? (
          <span className="inline-flex items-center gap-1.5 text-ok text-sm">
            <Icon name="check" />
            {t("table.complete")}
          </span>
        ) : (
          <span className="inline-flex items-center gap-1.5 font-semibold text-warn">
            <Icon name="empty" />
            {missing}
          </span>
        ),
    },
  ];
  return (
    <DataTable
      label={t("table.label")}
      columns={columns}
      rows={table.rows}
      rowKey={({ entry }) => entry.key}
      dense
      foot={table.missing > 0 && !table.assigned ? <MissingRow table={table} /> : null}
      rowLook={({ entry, missing }) => (entry.key === onStage ? "current" : missing === 0 ? "soft" : "plain")}
    />
  );
}

/** A column a judge. */
function useJudges(page: TablePage): Column<Row>[] {
  const { t } = useTranslation("judge");
  const nowMs = useNow(page.at);
  const usual = usualVersion(page.tablets);
  const cellOf = useCells(page);
  return page.table.judges.map((judge, at) => ({
    key: judge.key,
    numeric: true,
    header: (
      <>
        <span className="block truncate" title={judge.name}>
          {judge.name} <span className="font-normal text-ink-soft">{judge.key}</span>
          {judge.head ? <span className="font-normal text-ink-soft"> {t("table.head")}</span> : null}
        </span>
        <TabletLine tablet={page.tablets.find((each) => each.judge === judge.id)} nowMs={nowMs} usual={usual} />
      </>
    ),
    cell: (row) => cellOf(row, at),
  }));
}

/** The judges of each entry with their sheets, in one column. */
function useAssigned(page: TablePage): Column<Row> {
  const { t } = useTranslation("judge");
  const cellOf = useCells(page);
  const judges = new Map(page.table.judges.map((judge) => [judge.id, judge]));
  return {
    key: "judges",
    header: t("table.judges"),
    cell: (row) => (
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {row.cells.map(({ judge }, at) => (
          <li key={judge} className="inline-flex items-center gap-1.5">
            <span>{judges.get(judge)?.name}</span> {cellOf(row, at)}
          </li>
        ))}
      </ul>
    ),
  };
}

function useCells({ round, table, showZ }: TablePage): (row: Row, at: number) => ReactNode {
  const { t } = useTranslation("scoreTable");
  const judges = new Map(table.judges.map((judge) => [judge.id, judge]));
  return ({ entry, cells }, at) => {
    const cell = cells[at];
    const judge = cell && judges.get(cell.judge);
    if (!judge) return null;
    const name = t("cell.open", { judge: judge.name, entry: `${entry.number} ${entry.title}` });
    const to = sheetAddress(round.slug, entry.key, judge.key);
    return <SheetCell cell={cell} to={to} name={name} out={entry.out} showZ={showZ} />;
  };
}

/** How many sheets each judge still owes. */
function MissingRow({ table }: { table: Table }): ReactNode {
  const { t } = useTranslation("judge");
  const owed = (at: number) =>
    table.rows.filter(({ cells, entry }) => cells[at] && !entry.out && isMissing(cells[at])).length;
  return (
    <tr className="text-end">
      <th scope="row" className="px-2.5 py-1.5 text-start">
        {t("table.missing")}
      </th>
      {table.judges.map(({ key }, at) => (
        <td key={key} className="px-2.5 py-1.5">
          {owed(at) === 0 ? t("table.complete") : owed(at)}
        </td>
      ))}
      <td />
      <td className="px-2.5 py-1.5 text-start">{table.missing}</td>
    </tr>
  );
}
