import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { entryNumber, hasNumbers } from "~/rules/heats/entry-number.ts";
import { judgesPanel, seatsOf } from "~/rules/rounds/panels.ts";
import { adjustmentAmount } from "~/rules/scoring/parts-and-adjustments.ts";
import {
  notableCells,
  pageOfRows,
  type RowsAsked,
  rowsAPage,
  scoreTable,
  type TableRows,
} from "~/rules/scoring/score-table.ts";
import { formatTotal } from "~/rules/scoring/sheet.ts";
import { isProvisional } from "~/rules/stage/stage-view.ts";
import { hasLaterSteps } from "~/rules/standings/rule.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import { now } from "~/services/clock.ts";
import { liveStandings } from "~/services/live/live-standings.ts";
import { type RoundPicture, roundPicture, tabletsPicture } from "~/services/live/stage-picture.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findScoreTable } from "~db/queries/scoring/score-table.ts";
import { roundDeliberations } from "./held-entries.ts";

interface TableAsked {
  actor: Actor;
  round: Round;
  locale: Locale;
  of: string | null;
  rows: RowsAsked;
}

/**
 * Everything that the scorer's table shows, in the language of the page: judges × entries, what waits for
 * whom, what came late; and what this person may do about it. Four queries, however long the table, more where the panel
 * confers, and the standings where the rule makes more of the sheets than their combined value; `of` names the panel to show, null all.
 */
export async function tableView(db: AppLoadContext["db"], { actor, round, locale, of, rows }: TableAsked) {
  const panel = round.panels.find((each) => each === of) ?? null;
  // The picture first: should a change come in between, it is asked for once more, and never too seldom
  const picture = await roundPicture(db, round.id, panel);
  const found = await findScoreTable(db, round.id);
  const adjusted = Map.groupBy(found.adjustments, ({ entry }) => entry);
  const converts =
    hasLaterSteps(found.settings) ||
    found.deliberation !== null ||
    found.adjustments.length > 0 ||
    found.entries.some((entry) => entry.panel !== null);
  const standings = converts ? ((await liveStandings(db, round.id))?.standings ?? null) : null;
  const scores = new Map(standings?.standings.map(({ entry, total, own }) => [entry, { total, own: own ?? null }]));
  const isDrawn = hasNumbers(found.entries.map(({ place: number }) => ({ number })));
  const entries = found.entries.map(({ id, key, place, title, english, out, panel: own }) => ({
    id,
    key,
    number: entryNumber(place, key, isDrawn),
    out: out === true,
    title: inLocale(locale, title, english),
    panel: own,
    score: scores.get(key) ?? null,
    adjustments: (adjusted.get(id) ?? []).map(({ amount, article }) => ({ amount: adjustmentAmount(amount), article })),
  }));
  const asked = found.asked ?? (round.panels.length > 0 ? pairsOf(found.judges, entries) : null);
  const table = scoreTable({ ...found, entries, asked });
  const deliberation = found.deliberation && (await deliberationFigures(db, round.id));
  const roundView = JSON.parse(picture ?? "null") as RoundPicture;
  const isLong = table.rows.length > rowsAPage;
  const told = new Set([roundView?.conduct.onStage, ...(deliberation?.values ?? []).map(({ entry }) => entry)]);
  const lateIds = new Set(found.late.map(({ entry }) => entry));
  const isTold = ({ id, key }: { id: number; key: string }) => told.has(key) || lateIds.has(id);
  const every = panel === null ? table : panelTable({ ...found, entries }, panel);
  const { rows: shownRows, page, total } = pageOfRows(every.rows, rows);
  const { criteria, placesSheet, papers, reopenings, late, inputs } = found;
  const scope = { editionId: round.editionId, roundId: round.id };
  return {
    round: { slug: round.slug, state: round.state, stage: round.stage, timeZone: round.timeZone },
    me: actor.id,
    keeps: can(actor, "keep-scores", scope),
    mayReopen: can(actor, "confirm-reopening", scope),
    mayCheck: can(actor, "check-paper", scope),
    idempotencyKey: crypto.randomUUID(),
    at: now().toISOString(),
    picture: roundView,
    /** The whole round: what a closing goes by. Of more lines than a page shows only the cells that are told of beside it. */
    table: {
      ...table,
      rows: isLong ? table.rows.map((row) => (isTold(row.entry) ? row : notableCells(row))) : table.rows,
    },
    /** What the grid shows: the round or the one panel that was chosen with its own judges, and a page of it. */
    shown: { ...every, rows: shownRows },
    /** Which page that is, and of how many lines in all; whether only those are listed that wait for a sheet. */
    rows: { page, total, onlyMissing: rows.onlyMissing, isLong },
    panels: round.panels,
    panel,
    /** Whether the entries have a score of their own beside the sheets', and whether others' may move it yet. */
    scores: standings && { provisional: isProvisional({ rule: standings.rule, closed: round.state === "closed" }) },
    means: round.panels.length > 0 ? panelMeans(standings) : null,
    deliberation,
    papers,
    /** How many parts and adjustments wait to be confirmed, and of how many that is for somebody else than this person. */
    inputs: {
      waiting: inputs.reduce((all, { count }) => all + count, 0),
      ofOthers: inputs.reduce((all, { author, count }) => all + (author === actor.id ? 0 : count), 0),
      confirms: can(actor, "confirm-inputs", scope),
    },
    reopenings: reopenings.filter(({ state }) => state === "asked"),
    late: late.map(({ marks, ...sheet }) => ({
      ...sheet,
      total: formatTotal(criteria, marks, placesSheet),
    })),
  };
}

/** How many projects the panel has to confer on or does, and each value that was given then; null where the round does not confer. */
async function deliberationFigures(db: AppLoadContext["db"], roundId: number) {
  const found = await roundDeliberations(db, roundId);
  if (!found) return null;
  return {
    held: found.held.length,
    open: found.stored.filter(({ state }) => state !== "confirmed").length,
    values: found.stored.flatMap(({ entry, values, state }) =>
      values.map(({ judge, score }) => ({ entry, judge, score, counts: state === "confirmed" })),
    ),
  };
}

/** Each entry with the judges who are to score it. */
function pairsOf(
  judges: readonly { id: number; panel: string | null }[],
  entries: readonly { id: number; panel: string | null }[],
): { entry: number; judge: number }[] {
  return entries.flatMap((entry) =>
    judges.filter((judge) => judgesPanel(judge, entry)).map(({ id }) => ({ entry: entry.id, judge: id })),
  );
}

/** The table of one panel: its own entries by its own judges and those who sit on all. */
function panelTable<J extends { id: number; panel: string | null }, E extends { id: number; panel: string | null }>(
  found: TableRows<J, E>,
  panel: string,
) {
  const entries = found.entries.filter((entry) => entry.panel === panel);
  return scoreTable({ ...found, entries, judges: seatsOf(found.judges, panel), asked: null });
}

/** The panels' means and coefficients by the sheets that are in; null where the rule does not weigh panels. */
function panelMeans(standings: RoundStandings | null) {
  const { panels, allPanels } = standings ?? {};
  if (!panels) return null;
  return { panels: Object.entries(panels).map(([panel, of]) => ({ panel, ...of })), all: allPanels ?? null };
}

/** What the card of a round's tablets needs; for a loader whose guard has let the actor see scores. One query. */
export async function tabletsPart(
  { db }: Pick<AppLoadContext, "db">,
  { actor, round }: { actor: Actor; round: { id: number; slug: string; editionId: number; timeZone: string } },
) {
  return {
    round: { slug: round.slug, timeZone: round.timeZone },
    keeps: can(actor, "keep-scores", { editionId: round.editionId, roundId: round.id }),
    at: now().getTime(),
    seats: await tabletsPicture(db, round.id),
  };
}

export type TabletsPart = Awaited<ReturnType<typeof tabletsPart>>;
