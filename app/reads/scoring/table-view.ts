import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { adjustmentAmount } from "~/rules/scoring/judged-input.ts";
import { scoreTable } from "~/rules/scoring/score-table.ts";
import { formatTotal } from "~/rules/scoring/sheet.ts";
import { now } from "~/services/clock.ts";
import { type RoundPicture, roundPicture, tabletsPicture } from "~/services/live/stage-picture.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findScoreTable } from "~db/queries/scoring/score-table.ts";
import { roundDeliberations } from "./held-entries.ts";

/**
 * Everything that the scorer's table shows, in the language of the page: judges × entries, what waits for
 * whom, what came late; and what this person may do about it. Four queries, however long the table; more where the panel confers.
 */
export async function tableView(
  db: AppLoadContext["db"],
  { actor, round, locale }: { actor: Actor; round: Round; locale: Locale },
) {
  // The picture first: should a change come in between, it is asked for once more, and never too seldom
  const picture = await roundPicture(db, round.id);
  const found = await findScoreTable(db, round.id);
  const { criteria, placesSheet, papers, reopenings, late, inputs } = found;
  const adjusted = Map.groupBy(found.adjustments, ({ entry }) => entry);
  const scope = { editionId: round.editionId, roundId: round.id };
  return {
    round: { slug: round.slug, state: round.state, stage: round.stage, timeZone: round.timeZone },
    me: actor.id,
    keeps: can(actor, "keep-scores", scope),
    mayReopen: can(actor, "confirm-reopening", scope),
    mayCheck: can(actor, "check-paper", scope),
    idempotencyKey: crypto.randomUUID(),
    at: now().toISOString(),
    picture: JSON.parse(picture ?? "null") as RoundPicture,
    table: scoreTable({
      ...found,
      entries: found.entries.map(({ id, key, place, title, english, out }) => ({
        id,
        key,
        number: String(place ?? key),
        out: out === true,
        title: inLocale(locale, title, english),
        adjustments: (adjusted.get(id) ?? []).map(({ amount, article }) => ({
          amount: adjustmentAmount(amount),
          article,
        })),
      })),
    }),
    deliberation: found.deliberation && (await deliberationFigures(db, round.id)),
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
