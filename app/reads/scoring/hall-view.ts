import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { hallFigures, hallPartOf, hallScore } from "~/rules/standings/hall.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findHallVote } from "~db/queries/scoring/hall.ts";
import { findRule } from "~db/queries/standings/rules.ts";

/** The vote of the hall as its desk shows it, with what this person may do; null where the rule has none. Two queries. */
export async function hallView(
  db: AppLoadContext["db"],
  { actor, round, locale }: { actor: Actor; round: Round; locale: Locale },
) {
  const rule = await findRule(db, round.id);
  const part = rule && hallPartOf(rule);
  if (!rule || !part) return null;
  const found = await findHallVote(db, round.id);
  const { state, codes, spent, counts, closedById } = found;
  const scope = { editionId: round.editionId, roundId: round.id };
  const may = (action: Parameters<typeof can>[1]) => can(actor, action, scope);
  const open = refusalOfInput(round) === null;
  const step = (name: string | null, at: Date | null) => (name === null || at === null ? null : { name, at });
  const figures = hallFigures(counts.map(({ key, votes }) => ({ entry: key, votes })));
  return {
    part: { label: part.label, max: part.max, ...part.hall },
    state,
    codes,
    spent,
    steps: {
      opened: step(found.opener, found.openedAt),
      closedBy: step(found.closer, found.closedAt),
      confirmedBy: step(found.confirmer, found.confirmedAt),
    },
    figures,
    counts: counts.map(({ key, number, title, english, votes }) => ({
      key,
      number,
      title: inLocale(locale, title, english),
      votes,
      // At two decimals, as it is rounded
      points: figures ? Number(hallScore({ votes, figures, rule })).toFixed(2) : "",
    })),
    makesCards: may("set-up") && (state === null || state === "open"),
    opens: may("conduct") && open && state === null,
    closes: may("conduct") && state === "open",
    confirms: may("confirm-inputs") && open && state === "closed" && closedById !== actor.id,
    discards:
      (may("keep-scores") || may("confirm-inputs") || may("set-up")) &&
      state !== "confirmed" &&
      (state !== null || codes > 0),
  };
}
