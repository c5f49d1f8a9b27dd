import { type ReactNode, useEffect, useState } from "react";
import { adjustmentParts } from "~/rules/scoring/parts-and-adjustments.ts";
import { type Paging, pageAt, pageLeftMs, pagesOf } from "~/rules/stage/paging.ts";
import type { ShownSheet, StageDraw, StageEntry, StageView } from "~/rules/stage/stage-view.ts";
import { classes } from "../classes.ts";
import { Both, useNames, useStageWords, widthOf } from "./language.tsx";

/** Which of so many pages it is the turn of. */
function useTurn(pages: number, paging: Paging, offsetMs: number): number {
  const [turn, setTurn] = useState(paging.page);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const at = Date.now() + offsetMs;
      setTurn(pageAt(paging, at));
      timer = setTimeout(look, pageLeftMs(paging, at));
    };
    if (pages > 1) look();
    return () => clearTimeout(timer);
  }, [pages, paging, offsetMs]);
  return turn % pages;
}

/** From one place to the next. */
const stepMs = 1200;

/** The draw before everybody's eyes: the digest while the hall's word is waited for, then the places one by one and both halves of the seed. */
export function DrawScreen({ view: { draw }, offsetMs }: { view: StageView; offsetMs: number }): ReactNode {
  if (draw?.drawn) return <Drawn digest={draw.digest} drawn={draw.drawn} offsetMs={offsetMs} />;
  if (draw?.digest) return <Sealed digest={draw.digest} />;
  return (
    <p className="stage-middle stage-huge">
      <Both of="draw.soon" />
    </p>
  );
}

function Sealed({ digest }: { digest: string }): ReactNode {
  return (
    <div className="stage-middle stage-draw-sealed">
      <p className="stage-large">
        <Both of="draw.sealed" />
      </p>
      <code className="stage-draw-digest">{groupsOf(digest)}</code>
      <p className="stage-large stage-serif">
        <Both of="draw.wait" />
      </p>
    </div>
  );
}

function Drawn({
  digest,
  drawn,
  offsetMs,
}: {
  digest: string | null;
  drawn: NonNullable<StageDraw["drawn"]>;
  offsetMs: number;
}): ReactNode {
  const names = useNames();
  const { order, word, secret } = drawn;
  const shown = useShown(drawn.at, order.length, offsetMs);
  const columns = order.length > 24 ? 3 : order.length > 8 ? 2 : 1;
  const rows = Math.ceil(order.length / columns);
  return (
    <div className="stage-draw">
      <ol
        className="stage-draw-order"
        data-columns={columns}
        // By script: styles within the page's text are not let through (services/security-headers.ts)
        ref={(list) => list?.style.setProperty("grid-template-rows", `repeat(${rows}, minmax(0, 1fr))`)}
      >
        {order.map((entry, at) => {
          const title = names(entry.title, entry.titleEn).first;
          return (
            // Its place is kept: what is there does not move when the next one comes
            <li key={entry.key} data-shown={at < shown ? "yes" : "no"} data-last={at === shown - 1 ? "yes" : undefined}>
              <span className="stage-mark">{entry.number}</span>
              <span className="stage-row-title" data-long={widthOf(title) > 22 ? "yes" : undefined}>
                {title}
              </span>
            </li>
          );
        })}
      </ol>
      {digest && shown >= order.length ? (
        <dl className="stage-draw-proof">
          <dt>
            <Both of="draw.word" />
          </dt>
          <dd className="stage-draw-word">{word}</dd>
          <dt>
            <Both of="draw.secret" />
          </dt>
          <dd>
            <code>{secret}</code>
          </dd>
          <dt>
            <Both of="draw.digest" />
          </dt>
          <dd>
            <code>{digest}</code>
          </dd>
        </dl>
      ) : null}
    </div>
  );
}

/** How many places have appeared: the same on every screen, for it follows from the time of the draw. */
function useShown(at: number, all: number, offsetMs: number): number {
  const [shown, setShown] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const look = () => {
      const passed = Date.now() + offsetMs - at;
      const now = still ? all : Math.min(all, Math.max(0, Math.floor(passed / stepMs)));
      setShown(now);
      if (now < all) timer = setTimeout(look, (now + 1) * stepMs - passed);
    };
    look();
    return () => clearTimeout(timer);
  }, [at, all, offsetMs]);
  return shown;
}

function groupsOf(hex: string): ReactNode {
  return hex.match(/.{1,32}/g)?.map((line) => (
    <span key={line} className="block">
      {line.replace(/(.{4})(?=.)/g, "$1 ")}
    </span>
  ));
}

export interface StageListRow {
  entry: StageEntry;
  /** What stands before the title: a place in the order, or a rank; null where there is none yet. */
  mark: ReactNode;
  /** What stands at the end of the row: a group, or a total. */
  end: ReactNode;
  look?: "done" | "next" | "prize";
}

interface StageListProps {
  rows: StageListRow[];
  paging: Paging;
  offsetMs: number;
}

/** A list for the last seat: one row a project, in turns where they do not all fit. */
export function StageList({ rows, paging, offsetMs }: StageListProps): ReactNode {
  const names = useNames();
  const pages = pagesOf(rows);
  const turn = useTurn(pages.length, paging, offsetMs);
  return (
    <>
      <ol className="stage-rows" key={turn}>
        {(pages[turn] ?? []).map(({ entry, mark, end, look }) => {
          const title = names(entry.title, entry.titleEn).first;
          return (
            <li
              key={entry.key}
              className={classes("stage-row", mark === null && "stage-row-unmarked", look && `stage-row-${look}`)}
            >
              {mark === null ? null : <span className="stage-mark">{mark}</span>}
              <span className="stage-row-title" data-long={widthOf(title) > 26 ? "yes" : undefined}>
                {title}
              </span>
              <span className="stage-end">{end}</span>
            </li>
          );
        })}
      </ol>
      {pages.length > 1 ? (
        <p className="stage-turns" aria-hidden="true">
          {pages.map(([first], at) => (
            <span key={first?.entry.key} data-now={at === turn ? "yes" : undefined} />
          ))}
        </p>
      ) : null}
    </>
  );
}

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
        {score.own === null ? null : (
          <p className="stage-note">
            <Both of="score.own" values={{ points: score.own }} />
          </p>
        )}
        {score.provisional ? (
          <p className="stage-note">
            <Both of="score.provisionalWhy" />
          </p>
        ) : null}
        {score.parts.length > 0 ? (
          <p className="stage-note">{score.parts.map(({ label, points }) => `${label} ${points}`).join("　")}</p>
        ) : null}
        {score.adjustments.map(({ amount, article }, at) => {
          const { kind, points } = adjustmentParts(amount);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be equal in every word, and they never change places
            <p key={at} className="stage-note">
              <Both of={`score.${kind}`} values={{ points, article }} />
            </p>
          );
        })}
      </div>
      <p className="stage-result">
        <span className="stage-result-word">
          <Both of={score.provisional ? "score.provisional" : score.own === null ? "score.total" : "score.overall"} />
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

/** The one project that a screen is about: its number (unless told otherwise) and its title, smaller where it is long, never cut before 80 characters. */
export function EntryTitle({ entry, numbered = true }: { entry: StageEntry; numbered?: boolean }): ReactNode {
  const { other } = useStageWords();
  const { first, second } = useNames()(entry.title, entry.titleEn);
  const width = widthOf(first);
  return (
    <div className="stage-entry" data-long={width > 38 ? "very" : width > 19 ? "yes" : undefined}>
      {numbered ? <span className="stage-number">{entry.number}</span> : null}
      <div>
        <h2 className="stage-title">{first}</h2>
        {second ? (
          <p lang={other} className="stage-second stage-line">
            {second}
          </p>
        ) : null}
      </div>
    </div>
  );
}
