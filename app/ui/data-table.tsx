import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes.ts";
import { Icon } from "./icon.tsx";

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row, at: number) => ReactNode;
  /** Right-aligned, in even figures. */
  numeric?: boolean;
  /** The column that names the row; it stays in sight when the table scrolls sideways. */
  rowHeader?: boolean;
  /** Sorting by this column: where its header leads, and how it is sorted now. */
  sort?: { to: string; now?: "ascending" | "descending" };
  /** Its width (a class) in a table whose head stays on the page; left out: what the others leave. */
  width?: string;
  /** As narrow as its content. */
  narrow?: boolean;
  className?: string;
}

interface Props<Row> {
  /** The caption; names the scrolling region too. */
  label: string;
  captionHidden?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
  /** An EmptyState, shown instead of a table without rows. */
  empty?: ReactNode;
  /** Rows of a foot, as <tr>…</tr>. */
  foot?: ReactNode;
  /** Less air, for many columns. */
  dense?: boolean;
  /**
   * On a wide window the head stays below a bar of 56 px at the top of the page, rows are one line high, and columns have
   * their own widths, so that nothing scrolls sideways; a narrow window has the usual table.
   */
  compact?: boolean;
  /** Sets a row apart. */
  rowLook?: (row: Row) => "plain" | "award" | "soft" | "current";
}

/** A table whose head stays, and which scrolls by itself where it is wider than the page. What all its cells have stands in app.css. */
export function DataTable<Row>({
  label,
  captionHidden = true,
  columns,
  rows,
  rowKey,
  empty,
  foot,
  dense,
  compact,
  rowLook,
}: Props<Row>): ReactNode {
  const { t } = useTranslation("ui");
  if (rows.length === 0 && empty) return empty;
  return (
    <section
      aria-label={t("table.scroll", { label })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={classes("scroll-x relative rounded border border-line bg-surface", compact && "xl:overflow-visible")}
    >
      <table className={classes("data-table", dense && "dense", compact && "compact")}>
        <caption className={captionHidden ? "sr-only" : "px-4 py-3 text-start text-lg font-semibold"}>{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sort?.now}
                className={
                  classes(compact && column.width, place(column), column.rowHeader && "start-0 z-3") || undefined
                }
              >
                {column.sort ? <SortLink {...column.sort}>{column.header}</SortLink> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={rowKey(row)} className={looks[rowLook?.(row) ?? "plain"]}>
              {columns.map((column) => {
                const Cell = column.rowHeader ? "th" : "td";
                return (
                  <Cell
                    key={column.key}
                    scope={column.rowHeader ? "row" : undefined}
                    className={classes(place(column), column.className) || undefined}
                  >
                    {column.cell(row, at)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot className="bg-sunken font-semibold">{foot}</tfoot> : null}
      </table>
    </section>
  );
}

function SortLink({
  to,
  now,
  children,
}: {
  to: string;
  now?: "ascending" | "descending";
  children: ReactNode;
}): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <Link to={to} className="inline-flex items-center gap-1 no-underline hover:underline" preventScrollReset>
      {children}
      <Icon name={now === "ascending" ? "up" : "down"} className={now ? "" : "opacity-30"} />
      <span className="sr-only">{now === "ascending" ? t("table.sortDescending") : t("table.sortAscending")}</span>
    </Link>
  );
}

const looks = {
  plain: undefined,
  award: "bg-award-soft",
  soft: "bg-sunken text-ink-soft",
  current: "bg-structure-soft",
};

function place({ numeric, narrow }: { numeric?: boolean; narrow?: boolean }): string {
  return classes(numeric && "whitespace-nowrap text-end tabular-nums", narrow && "w-px whitespace-nowrap");
}
