import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { inputsVersion, refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { secondsText } from "~/rules/stage/overtime.ts";
import { hallPartOf } from "~/rules/standings/hall.ts";
import { findOpenOvertimes } from "~/services/live/overtimes.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findJudgedInputs } from "~db/queries/scoring/judged-inputs.ts";
import { findRule } from "~db/queries/standings/rules.ts";

/**
 * The parts and adjustments of a round as the desk shows them, in the language of the page: what counts, what waits for whom, the
 * pitches beyond their time, and what this person may do. Two queries, and with a table of overtimes two more.
 */
export async function inputsView(
  db: AppLoadContext["db"],
  { actor, round, locale }: { actor: Actor; round: Round; locale: Locale },
) {
  const found = await findJudgedInputs(db, round.id);
  const rule = await findRule(db, round.id);
  const parts = (rule?.parts ?? []).filter(({ hall }) => !hall);
  const scope = { editionId: round.editionId, roundId: round.id };
  const fixed = refusalOfInput(round);
  const keeps = can(actor, "keep-scores", scope);
  const entries = new Map(
    found.entries.map(({ id, key, number, title, english, out }) => [
      id,
      { key, number, title: inLocale(locale, title, english), out: out === true },
    ]),
  );
  const byKey = new Map([...entries.values()].map((entry) => [entry.key, entry]));
  const entryOf = (id: number) => entries.get(id) ?? { key: "", number: "", title: "", out: false };
  const counted = new Map(found.parts.map(({ entry, part, score }) => [`${entry} ${part}`, score]));
  const open = new Map(
    found.waiting.flatMap((each) => (each.kind === "part" ? [[`${each.entry} ${each.part}`, each]] : [])),
  );
  const labels = new Map(parts.map(({ key, label }) => [key, label]));
  return {
    round: { slug: round.slug, state: round.state, timeZone: round.timeZone },
    me: actor.id,
    fixed,
    keeps,
    enters: keeps && fixed === null,
    confirms: can(actor, "confirm-inputs", scope) && fixed === null,
    idempotencyKey: crypto.randomUUID(),
    version: inputsVersion(found),
    /** The part that the hall votes on, which has a page of its own. */
    hall: (rule && hallPartOf(rule)?.label) ?? null,
    parts: parts.map(({ key, label, min, max, step, weight }) => ({ key, label, min, max, step, weight })),
    rows: [...entries].map(([id, entry]) => ({
      ...entry,
      cells: parts.map(({ key }) => {
        const waiting = open.get(`${id} ${key}`);
        return {
          part: key,
          counted: counted.get(`${id} ${key}`) ?? "",
          /** Null: nothing waits; "": what counts is to be taken away. */
          waiting: waiting ? (waiting.score ?? "") : null,
        };
      }),
    })),
    adjustments: found.adjustments.map(({ entry, amount, ...rest }) => ({
      ...rest,
      entry: entryOf(entry),
      amount: signed(amount),
      asked: found.waiting.some((each) => each.kind === "take-back" && each.adjustment === rest.id),
    })),
    waiting: found.waiting.map(({ id, kind, entry, part, score, amount, article, reason, author, by }) => ({
      id,
      kind,
      entry: entryOf(entry),
      part: part === null ? null : (labels.get(part) ?? part),
      from: part === null ? null : (counted.get(`${entry} ${part}`) ?? null),
      score,
      amount: amount === null ? null : signed(amount),
      article,
      reason,
      own: author === actor.id,
      by,
    })),
    overtimes: (await findOpenOvertimes(db, round)).map(({ seq, entry, tenths, points, article }) => ({
      seq,
      entry: byKey.get(entry) ?? entryOf(0),
      seconds: secondsText(tenths),
      points: formatHundredths(points),
      article,
    })),
    decided: found.decided.map(({ entry, amount, ...rest }) => ({
      ...rest,
      entry: entryOf(entry),
      amount: amount === null ? "" : signed(amount),
    })),
  };
}

/** "+1.5", "−0.2": with the sign that people write. */
function signed(hundredths: number): string {
  const digits = formatHundredths(Math.abs(hundredths));
  return hundredths < 0 ? `−${digits}` : `+${digits}`;
}
