import type { ReactNode } from "react";
import type { ShownSheet, StageView } from "~/rules/stage/stage-view.ts";
import { EntryTitle } from "./entry-title.tsx";
import { Both } from "./language.tsx";

/** 当场亮分: every judge's total, those that do not count struck out, then the result. */
export function ScoreScreen({ score }: { score: NonNullable<StageView["score"]> }): ReactNode {
  const cards: Card[] = [...score.sheets, ...score.recused.map((judge) => ({ judge }))];
  return (
    <div className="stage-score">
      <EntryTitle entry={score.entry} />
      <div className="stage-cards">
        {rowsOf(cards).map((row) => (
          <ul key={row[0]?.judge} data-many={cards.length > 7 ? "yes" : undefined}>
            {row.map((card) => (
              <JudgeCard key={card.judge} card={card} />
            ))}
          </ul>
        ))}
        {score.byCriterion ? (
          <p className="stage-note">
            <Both of="score.byCriterion" />
          </p>
        ) : null}
      </div>
      <p className="stage-result">
        <span className="stage-result-word">
          <Both of="score.total" />
        </span>
        <span className="stage-result-total">{score.total}</span>
      </p>
    </div>
  );
}

type Card = Pick<ShownSheet, "judge"> & Partial<ShownSheet>;

function JudgeCard({ card: { judge, total, dropped } }: { card: Card }): ReactNode {
  const seat = /^J(\d+)$/.exec(judge)?.[1];
  return (
    <li className="stage-card" data-dropped={dropped ?? undefined}>
      <span className="stage-card-judge">{seat ? <Both of="score.judge" values={{ seat }} /> : judge}</span>
      {total === undefined ? (
        <span className="stage-card-total stage-card-none">–</span>
      ) : dropped ? (
        <s className="stage-card-total">{total}</s>
      ) : (
        <span className="stage-card-total">{total}</span>
      )}
      <span className="stage-card-note">
        {total === undefined ? <Both of="score.recused" /> : dropped ? <Both of={`score.${dropped}`} /> : null}
      </span>
    </li>
  );
}

/** Up to seven judges stand in one row, more in two of about equal length. */
function rowsOf(cards: Card[]): Card[][] {
  if (cards.length <= 7) return [cards];
  const half = Math.ceil(cards.length / 2);
  return [cards.slice(0, half), cards.slice(half)];
}
