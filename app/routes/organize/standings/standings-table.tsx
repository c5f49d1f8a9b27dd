import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RoundStandings, ScoreBoard, Standing } from "~/rules/standings/standing.ts";
import { byGroup } from "~/ui/results/by-group.ts";
import { useTieStep } from "~/ui/results/rule-words.tsx";
import { type SheetCell, sheetCells } from "~/ui/results/sheet-cells.ts";
import { Notes, useStandingNotes } from "~/ui/results/standing-notes.tsx";
import { entryNames, labels, titles } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Props {
  standings: RoundStandings;
  board: ScoreBoard;
  /** What unfolds below an entry: why it stands there, and its marks. */
  unfold: (standing: Standing, cells: SheetCell[]) => ReactNode;
  /** In words; null where the round gives none. */
  prizeOf: ((entry: string) => string | null) | null;
}

/**
 * The desk's table: every entry's rank, every judge's total with the dropped ones struck, and why equals stand apart.
 * Looks are set on the table, not on its cells: with 500 entries and 7 judges every class would stand there 5,000 times.
 */
export function StandingsTable({ standings, board, unfold, prizeOf }: Props): ReactNode {
  const { t } = useTranslation(["results", "ui", "standing"]);
  const locale = useLocale();
  const criteria = labels(locale, board.criteria);
  const groups = titles(locale, board.groups);
  const nameOf = entryNames(locale, board.entries);
  const cells = sheetCells(standings, board);
  const notesOf = useStandingNotes(useTieStep(criteria));
  const grouped = standings.rule.groups === "together" && standings.standings.some((each) => each.group !== null);
  const cellWords = useCellWords();
  const columns = 4 + (board.asked ? 1 : board.judges.length) + (prizeOf ? 1 : 0);

  const row = (standing: Standing) => {
    const sheets = cells.of(standing.entry);
    const { number, title } = nameOf(standing);
    const missing = sheets.filter((cell) => cell.state === "missing").length;
    return (
      <Fragment key={standing.entry}>
        <tr>
          <td>{standing.rank ?? "–"}</td>
          <th scope="row">
            <span>{number}</span> {title}
            {grouped && standing.group !== null ? <small>{groups.get(standing.group) ?? standing.group}</small> : null}
          </th>
          {board.asked ? (
            <td>
              {sheets.map((cell) => (
                <div key={cell.judge}>
                  {cell.judge}: {cellWords(cell)}
                </div>
              ))}
            </td>
          ) : (
            sheets.map((cell) => <td key={cell.judge}>{cellWords(cell)}</td>)
          )}
          {prizeOf ? <td className="whitespace-nowrap">{prizeOf(standing.entry) ?? "–"}</td> : null}
          <td>{standing.total ?? "–"}</td>
          <td>
            <Notes notes={[...notesOf(standing), ...(missing > 0 ? [t("note.missing", { count: missing })] : [])]} />
          </td>
        </tr>
        <tr id={unfoldId(standing.entry)} className="unfold">
          <td colSpan={columns}>{unfold(standing, sheets)}</td>
        </tr>
      </Fragment>
    );
  };

  return (
    <div className="grid gap-8">
      {byGroup(standings, groups, t("standings.noGroup")).map((ranking) => (
        <section key={ranking.title} aria-label={ranking.title ?? undefined} className="grid min-w-0 gap-3">
          {ranking.title === null ? null : <h3 className="text-lg">{ranking.title}</h3>}
          <Scroller>
            <table className="standings-table">
              <caption className="sr-only">
                {ranking.title === null ? t("standings.table") : t("standings.tableOfGroup", { group: ranking.title })}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{t("ui:word.rank")}</th>
                  <th scope="col">{t("ui:term.entry")}</th>
                  {board.asked ? (
                    <th scope="col">{t("standings.sheets")}</th>
                  ) : (
                    board.judges.map((judge) => (
                      <th key={judge.key} scope="col">
                        {judge.head ? `${judge.key} · ${t("standings.head")}` : judge.key}
                        <small>{judge.name}</small>
                      </th>
                    ))
                  )}
                  {prizeOf ? <th scope="col">{t("standing:prize")}</th> : null}
                  <th scope="col">{t("ui:word.total")}</th>
                  <th scope="col">{t("standings.notes")}</th>
                </tr>
              </thead>
              <tbody>{ranking.standings.map(row)}</tbody>
            </table>
          </Scroller>
        </section>
      ))}
      <p className="text-sm text-ink-soft">
        {t("cell.legend")} {standings.rule.level === "criterion" ? t("cell.legendCriterion") : null}
      </p>
    </div>
  );
}

/** Where an entry's unfolded part stands in the page. */
export function unfoldId(entry: string): string {
  return `why-${encodeURIComponent(entry)}`;
}

function Scroller({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const label = t("ui:table.scroll", { label: t("standings.table") });
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section tabIndex={0} aria-label={label} className="scroll-x rounded border border-line bg-surface">
      {children}
    </section>
  );
}

/** A sheet in its cell: what was dropped or does not count says so in words, and is struck besides. */
function useCellWords(): (cell: SheetCell) => ReactNode {
  const { t } = useTranslation("results");
  const recused = <small>{t("cell.recused")}</small>;
  const missing = <em>{t("cell.missing")}</em>;
  const paper = <small>{t("cell.paper")}</small>;
  const dropped = { high: <small>{t("cell.droppedHigh")}</small>, low: <small>{t("cell.droppedLow")}</small> };
  return (cell) => {
    switch (cell.state) {
      case "recused":
        return recused;
      case "missing":
        return missing;
      case "counted":
        return cell.paper ? (
          <>
            {cell.total} {paper}
          </>
        ) : (
          cell.total
        );
      case "incomplete":
        return (
          <>
            {cell.paper ? paper : null} <s>{cell.total}</s> <em>{t("cell.lacking", { count: cell.lacking })}</em>{" "}
            <small>{t("cell.notCounted")}</small>
          </>
        );
      default:
        return (
          <>
            <s>{cell.total}</s> {dropped[cell.state]} {cell.paper ? paper : null}
          </>
        );
    }
  };
}
