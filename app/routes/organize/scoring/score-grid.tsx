import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isSilent } from "~/rules/scoring/heartbeat.ts";
import { isMissing } from "~/rules/scoring/score-table.ts";
import { classes } from "~/ui/classes.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Icon } from "~/ui/icon.tsx";
import { AdjustmentWords } from "~/ui/score/adjustment-words.tsx";
import { sheetAddress } from "./paper-card.tsx";
import type { TablePage } from "./score-table.tsx";
import { SheetCell } from "./tablets-card.tsx";
import type { LiveTablets } from "./use-live-table.ts";

type TabletStatus = LiveTablets["seats"][number]["tablets"][number];

const lowPercent = 20;

/** What a judge's tablet last told of itself, in the few words that fit above a column. */
function TabletReport({
  tablet,
  nowMs,
  usual,
}: {
  tablet: TabletStatus | undefined;
  nowMs: number;
  /** The version that most tablets run. */
  usual: string | null;
}): ReactNode {
  const { t } = useTranslation(["scoreTable", "tablet"]);
  const ago = useAgo();
  if (!tablet) return <span className="block font-normal text-ink-soft">{t("tablet.none")}</span>;
  const { batteryPercent: battery, charging, unsent, offlineReady, appVersion: version } = tablet;
  const seen = Date.parse(tablet.seenAt ?? tablet.pairedAt ?? "");
  const age = nowMs - seen;
  const silent = isSilent(seen, nowMs);
  const low = battery !== null && battery <= lowPercent && !charging;
  const odd = version !== null && usual !== null && version !== usual;
  const description = [
    t(silent ? "tablet.silent" : "tablet.seen", { ago: ago(age) }),
    ...(battery === null ? [] : [t("tablet.battery", { percent: battery })]),
    ...(charging ? [t("tablet.charging")] : []),
    ...(offlineReady === false ? [t("tablet:card.notOfflineReady")] : []),
    ...(version === null ? [] : [t("tablet.version", { version })]),
    ...(odd ? [t("tablet.otherVersion")] : []),
  ].join(" · ");
  return (
    <span title={description} className="flex items-center justify-end gap-x-1.5 font-normal text-ink-soft">
      <span className={classes("inline-flex items-center gap-1", silent && "font-semibold text-danger")}>
        <Icon name={silent ? "warn" : "live"} />
        {silent ? ago(age) : t("tablet.now")}
      </span>
      {battery === null ? null : (
        <span className={classes(low && "font-semibold text-danger")}>
          {battery}%{charging ? "+" : ""}
        </span>
      )}
      {unsent ? (
        <span className="font-semibold text-warn">
          ↑{unsent}
          <span className="sr-only"> {t("tablet.unsent", { count: unsent })}</span>
        </span>
      ) : null}
      {offlineReady === false ? <Icon name="slash" className="text-warn" /> : null}
      {odd ? <Icon name="info" className="text-warn" /> : null}
      <span className="sr-only">{description}</span>
    </span>
  );
}

/** The version that most tablets run; null where none tells. */
function commonVersion(tablets: readonly TabletStatus[]): string | null {
  const counts = Map.groupBy(
    tablets.flatMap(({ appVersion }) => appVersion ?? []),
    (version) => version,
  );
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}

function useAgo(): (ms: number) => string {
  const { t } = useTranslation("scoreTable");
  return (ms) => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) return t("tablet.seconds", { count: seconds });
    if (seconds < 3600) return t("tablet.minutes", { count: Math.floor(seconds / 60) });
    return t("tablet.hours", { count: Math.floor(seconds / 3600) });
  };
}

type Table = TablePage["table"];
type Row = Table["rows"][number];

interface Props {
  page: TablePage;
  /** Key of the entry on stage. */
  onStage: string | null;
  tablets: LiveTablets;
}

/**
 * Judges across, each with the signs of their tablet, entries down; each cell says by shape and word how far that judge is
 * with that entry, and leads to the sheet. In a review, whose panel is large and each entry's part of it small, the
 * entry's own judges stand in one column.
 */
export function ScoreGrid({ page, onStage, tablets }: Props): ReactNode {
  const { t } = useTranslation("judge");
  const { table } = page;
  const judges = useJudges(page, tablets);
  const assigned = useAssigned(page);
  const score = useScore(page);
  const columns: Column<Row>[] = [
    {
      key: "entry",
      header: t("table.entry"),
      rowHeader: true,
      cell: ({ entry }) => (
        <span className="flex gap-2">
          <span className="min-w-6 text-end text-ink-soft">{entry.number}</span>
          <span className="min-w-0">
            <span className="line-clamp-1" title={entry.title}>
              {entry.title}
            </span>
            <AdjustmentWords adjustments={entry.adjustments} className="font-normal text-sm text-ink-soft" />
          </span>
        </span>
      ),
    },
    ...(table.assigned ? [assigned] : judges),
    ...(page.scores ? [score] : []),
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
      foot={
        table.missing > 0 && !table.assigned && !page.rows.isLong ? (
          <MissingRow table={table} hasScores={page.scores !== null} />
        ) : null
      }
      rowLook={({ entry, missing }) => (entry.key === onStage ? "current" : missing === 0 ? "soft" : "plain")}
    />
  );
}

/** A column a judge. */
function useJudges(page: TablePage, { seats, nowMs }: LiveTablets): Column<Row>[] {
  const { t } = useTranslation("judge");
  // The one heard of last
  const tablets = new Map(seats.map((seat) => [seat.key, seat.tablets[0]]));
  const usual = commonVersion([...tablets.values()].flatMap((tablet) => tablet ?? []));
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
        <TabletReport tablet={tablets.get(judge.key)} nowMs={nowMs} usual={usual} />
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

/** What the steps of the rule make of the sheets that are in: what the hall is told. */
function useScore({ scores }: TablePage): Column<Row> {
  const { t } = useTranslation("judge");
  const provisional = scores?.provisional === true;
  return {
    key: "score",
    numeric: true,
    header: (
      <>
        <abbr title={t(provisional ? "table.scoreHintProvisional" : "table.scoreHint")}>{t("table.score")}</abbr>
        {provisional ? <span className="block font-normal text-warn">{t("table.provisional")}</span> : null}
      </>
    ),
    cell: ({ entry: { score } }) => (
      <>
        <span className="font-semibold">{score?.total ?? "–"}</span>
        {score?.own == null ? null : (
          <span className="block text-ink-soft">{t("table.own", { points: score.own })}</span>
        )}
      </>
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
function MissingRow({ table, hasScores }: { table: Table; hasScores: boolean }): ReactNode {
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
      {hasScores ? <td /> : null}
      <td />
      <td className="px-2.5 py-1.5 text-start">{table.missing}</td>
    </tr>
  );
}
