import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Cell, isMissing } from "~/rules/score-table.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { classes } from "~/ui/classes.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { TablePage } from "./score-table.tsx";

type Table = TablePage["table"];
type Row = Table["rows"][number];

/**
 * Judges across, entries down; each cell says by shape and word how far that judge is with that entry. In a review, whose
 * panel is large and each entry's part of it small, the entry's own judges stand in one column.
 */
export function ScoreGrid({ table }: { table: Table }): ReactNode {
  const { t } = useTranslation("judge");
  const column = (judge: Table["judges"][number], at: number): Column<Row> => ({
    key: judge.key,
    numeric: true,
    header: (
      <>
        {judge.name} <span className="font-normal text-ink-soft">{judge.key}</span>
        {judge.head ? <span className="block font-normal text-ink-soft">{t("table.head")}</span> : null}
      </>
    ),
    cell: ({ cells }) => (cells[at] ? <SheetCell cell={cells[at]} /> : null),
  });
  const columns: Column<Row>[] = [
    {
      key: "entry",
      header: t("table.entry"),
      rowHeader: true,
      className: "min-w-56",
      cell: ({ entry }) => (
        <span className="flex gap-3">
          <span className="min-w-6 text-end text-ink-soft">{entry.number}</span>
          <span className="line-clamp-2 min-w-0" title={entry.title}>
            {entry.title}
          </span>
        </span>
      ),
    },
    ...(table.assigned ? [assigned(table, t("table.judges"))] : table.judges.map(column)),
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
          <Badge tone="ok" icon="check">
            {t("table.complete")}
          </Badge>
        ) : (
          <Badge tone="warn" icon="empty">
            {missing}
          </Badge>
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
      rowLook={({ missing }) => (missing === 0 ? "soft" : "plain")}
    />
  );
}

/** The judges of each entry with their sheets, in one column. */
function assigned(table: Table, header: ReactNode): Column<Row> {
  const judges = new Map(table.judges.map((judge) => [judge.id, judge]));
  return {
    key: "judges",
    header,
    cell: ({ cells }) => (
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {cells.map((cell) => (
          <li key={cell.judge} className="inline-flex items-center gap-1.5">
            <span>{judges.get(cell.judge)?.name}</span> <SheetCell cell={cell} />
          </li>
        ))}
      </ul>
    ),
  };
}

/** How many sheets each judge still owes. */
function MissingRow({ table }: { table: Table }): ReactNode {
  const { t } = useTranslation("judge");
  const owed = (at: number) => table.rows.filter(({ cells }) => cells[at] && isMissing(cells[at])).length;
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

function SheetCell({ cell }: { cell: Cell }): ReactNode {
  const { t } = useTranslation("judge");
  if (cell.total === null) return <StateBadge of="sheet" state={cell.state} />;
  return (
    <span className={classes("inline-flex items-center gap-1.5 text-ok")}>
      <Icon name="check" />
      <span className="sr-only">{t("table.figures.submitted")} </span>
      <strong className="text-ink">{cell.total}</strong>
    </span>
  );
}
