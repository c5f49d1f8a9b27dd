import { Link } from "@remix-run/react";
import { Fragment, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ExactFigure } from "~/primitives/fraction.ts";
import { type Rule, trimming } from "~/rules/standings/rule.ts";
import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import type { RoundStandings, Standing } from "~/rules/standings/standing.ts";
import type { Against, WhyRank } from "~/rules/standings/why-rank.ts";
import { classes } from "~/ui/classes.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { byGroup } from "~/ui/results/by-group.ts";
import { totalWord } from "~/ui/results/later-sentences.ts";
import { entryNames, labels, Notes, titles, useStandingNotes, useTieStep } from "~/ui/results/results-table.tsx";
import { type SheetCell, sheetCells } from "~/ui/results/sheet-cells.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { PanelVote } from "~db/queries/standings/panel-votes.ts";

const pages = { table: "", ties: "/ties", charts: "/charts", whatIf: "/what-if" } as const;

/** The pages of the standings desk, as links that work without a script. */
export function DeskNav({ round, now }: { round: string; now: keyof typeof pages }): ReactNode {
  const { t } = useTranslation("standing");
  return (
    <nav aria-label={t("nav.label")} className="no-print">
      <ul className="flex flex-wrap gap-2">
        {Object.entries(pages).map(([key, path]) => (
          <li key={key}>
            <Link
              to={`/organize/rounds/${round}/standings${path}`}
              aria-current={key === now ? "page" : undefined}
              className={classes(
                "inline-flex min-h-11 items-center rounded border px-4 no-underline hover:underline",
                key === now
                  ? "border-structure bg-structure-soft font-semibold text-structure"
                  : "border-line-strong bg-surface text-ink",
              )}
            >
              {t(`nav.${key as keyof typeof pages}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface Props {
  standings: RoundStandings;
  board: ScoreBoard;
  /** What unfolds below an entry: why it stands there, and its marks. */
  unfold: (standing: Standing, cells: SheetCell[]) => ReactNode;
  /** In words; null where the round gives none. */
  prizeOf: ((entry: string) => string | null) | null;
  /** An entry's line as HTML, kept from when it was rendered last; null: every line is rendered. */
  keep: KeepLine | null;
}

type KeepLine = (standing: Standing, given: { cells: SheetCell[]; name: string }, render: () => ReactElement) => string;

/**
 * The desk's table: every entry's rank, every judge's total with the dropped ones struck, and why equals stand apart.
 * Looks are set on the table, not on its cells: with 500 entries and 7 judges every class would stand there 5,000 times.
 */
export function StandingsTable({ standings, board, unfold, prizeOf, keep }: Props): ReactNode {
  const { t, i18n } = useTranslation(["results", "ui", "standing"]);
  const locale = useLocale();
  const criteria = labels(locale, board.criteria);
  const groups = titles(locale, board.groups);
  const nameOf = entryNames(locale, board.entries);
  const cells = sheetCells(standings, board);
  const notesOf = useStandingNotes(useTieStep(criteria));
  const out = new Set(board.out);
  const grouped = standings.rule.groups === "together" && standings.standings.some((each) => each.group !== null);
  const cellWords = useCellWords();
  const columns = 4 + (board.asked ? 1 : board.judges.length) + (prizeOf ? 1 : 0);

  const row = (standing: Standing) => {
    const sheets = cells.of(standing.entry);
    const { number, title } = nameOf(standing);
    const absent = out.has(standing.entry);
    const missing = sheets.filter((cell) => cell.state === "missing").length;
    return (
      <Fragment key={standing.entry}>
        <tr data-line="">
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
            <Notes
              notes={[
                ...(absent && standing.total !== null ? [t("note.out")] : []),
                ...notesOf(standing, absent),
                ...(missing > 0 ? [t("note.missing", { count: missing })] : []),
              ]}
            />
          </td>
        </tr>
        <tr id={unfoldId(standing.entry)} className="unfold">
          <td colSpan={columns}>{unfold(standing, sheets)}</td>
        </tr>
      </Fragment>
    );
  };

  const kept = (standing: Standing, keep: KeepLine) => {
    const { number, title } = nameOf(standing);
    return keep(standing, { cells: cells.of(standing.entry), name: `${number} ${title}` }, () => row(standing));
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
                  <th scope="col">{totalWord(i18n.t, standings.rule)}</th>
                  <th scope="col">{t("standings.notes")}</th>
                </tr>
              </thead>
              {keep === null ? (
                <tbody>{ranking.standings.map(row)}</tbody>
              ) : (
                <CachedBody html={ranking.standings.map((each) => kept(each, keep)).join("")} />
              )}
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

/** Lines that the server rendered itself. */
function CachedBody({ html }: { html: string }): ReactNode {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: see above
  return <tbody dangerouslySetInnerHTML={{ __html: html }} />;
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
  const out = <small>{t("cell.out")}</small>;
  const paper = <small>{t("cell.paper")}</small>;
  const dropped = { high: <small>{t("cell.droppedHigh")}</small>, low: <small>{t("cell.droppedLow")}</small> };
  return (cell) => {
    switch (cell.state) {
      case "recused":
        return recused;
      case "missing":
        return missing;
      case "out":
        return out;
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

interface Given {
  rule: Rule;
  criteria: Map<string, string>;
  /** How an entry is called, by its key. */
  called: (entry: string) => string;
  votes: readonly PanelVote[];
  timeZone: string;
}

/** The sentence that says why an entry stands where it stands; `why` is null for one without a rank. */
export function useWhyRank(given: Given): (standing: Standing, why: WhyRank | null) => string {
  const { t, i18n } = useTranslation(["standing", "results"]);
  const locale = useLocale();
  const tieStep = useTieStep(given.criteria);
  const how = useHow(given.rule);
  const { rule, called, votes, timeZone } = given;
  const list = (entries: readonly string[]) => entries.map(called).join(t("list"));
  const figure = ({ value, exact }: ExactFigure) => (exact ? value : t("why.about", { value }));

  const against = (side: "above" | "below", next: Against | null) => {
    if (next === null) return [];
    const others = list(next.entries);
    if ("by" in next) return [t(`why.${side}.${rule.placings?.method ?? "total"}`, { others, by: figure(next.by) })];
    if (next.step === "vote") return [t(`why.${side}.vote`, { others })];
    const seen = (value: ExactFigure | null) => (value === null ? t("why.none") : figure(value));
    const words = { others, step: tieStep(next.step), own: seen(next.own), theirs: seen(next.theirs) };
    return [t(`why.${side}.tie`, words)];
  };

  const voted = ({ entry, above, below }: WhyRank) => {
    const byVote = [above, below].some((next) => next !== null && "step" in next && next.step === "vote");
    const vote = votes.find(({ stands, places }) => stands && places.some((each) => each.entry === entry));
    if (!byVote || !vote) return [];
    const names = vote.ballots.map(({ judge, name }) => `${judge} ${name}`).join(t("list"));
    return [t("why.voted", { names, by: vote.recordedBy, at: formatDateTime(vote.recordedAt, locale, timeZone) })];
  };

  return (standing, why) => {
    if (why === null || standing.total === null) return t("why.unranked") + t("why.stop");
    const rank = why.rank;
    const total = standing.total;
    const shared = why.sharedWith.length > 0;
    const what = totalWord(i18n.t, rule);
    const place = rule.placings ? "placed" : "place";
    const parts = [
      shared
        ? t(`why.${place}Shared`, { rank, what, total, others: list(why.sharedWith) })
        : t(`why.${place}`, { rank, what, total }),
      ...how(standing),
      ...against("above", why.above),
      ...against("below", why.below),
      ...(shared && rule.ties.length > 0
        ? [t("why.sharedSteps", { steps: rule.ties.map(tieStep).join(t("list")) })]
        : []),
      ...(shared && rule.ties.length === 0 ? [t("why.sharedNoStep")] : []),
      ...voted(why),
    ];
    return parts.join(t("why.join")) + t("why.stop");
  };
}

/** How the total came from the sheets: how many, which were dropped, what was taken of the rest. */
function useHow(rule: Rule): (standing: Standing) => string[] {
  const { t } = useTranslation(["standing", "results"]);
  const { level, combine, placings } = rule;
  const { high, low } = trimming(rule);
  const cut = [
    ...(high > 0 ? [t("why.cutHigh", { count: high })] : []),
    ...(low > 0 ? [t("why.cutLow", { count: low })] : []),
  ].join(t("why.cutJoin"));
  return ({ sheets, counted, dropped, untrimmed }) => {
    const outright = level === "sheet" ? counted + dropped.length : counted;
    const named = dropped.map(({ judge, value, why }) =>
      t("why.dropped", { judge, value, why: t(`results:cell.${why}`) }),
    );
    const words = {
      counted: t("why.sheets", { count: counted }),
      cut,
      dropped: level === "sheet" ? named.join(t("list")) : String(dropped.length),
    };
    const notCounting = sheets - outright;
    const trims = combine.method === "trimmed-mean";
    const partly = trims && level === "criterion" && untrimmed && dropped.length > 0;
    const method = placings
      ? { sum: "places" as const, majority: "majority" as const, skating: "skating" as const }[placings.method]
      : !trims
        ? combine.method
        : untrimmed
          ? "untrimmed"
          : dropped.length > 0
            ? "trimmed"
            : "mean";
    return [
      partly ? t("why.criterion.partly", words) : t(`why.${level}.${method as "mean"}`, words),
      ...(notCounting > 0 ? [t("why.notCounting", { count: notCounting })] : []),
    ];
  };
}
