import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { landingStates } from "~/rules/landing/landing.ts";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { LandingsPage } from "./landings.tsx";
import type { LandingCard } from "./milestones.tsx";
import { Alarm } from "./milestones.tsx";

/** The landings by the furthest milestone that is done: columns where there is room, one below the other on a phone. */
export function Board({ page: { slug, cards, figures, adding } }: { page: LandingsPage }): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  if (figures.all === 0)
    return <EmptyState title={t("board.none")}>{t(adding ? "board.noneMend" : "board.noneRead")}</EmptyState>;
  if (cards.length === 0) return <EmptyState title={t("board.noneFound")}>{t("board.noneFoundMend")}</EmptyState>;
  return (
    <section aria-label={t("board.title")} className="grid items-start gap-3 md:grid-cols-3 xl:grid-cols-6">
      {landingStates.map((state) => {
        const inState = cards.filter((card) => card.state === state);
        if (state === "given-up" && inState.length === 0) return null;
        return (
          <section
            key={state}
            aria-labelledby={`column-${state}`}
            className={state === "given-up" ? "col-span-full" : ""}
          >
            <h2
              id={`column-${state}`}
              className="flex justify-between gap-2 border-structure border-b-2 pb-1 text-base"
            >
              {t(`ui:state.landing.${state}`)}
              <span className="text-ink-soft tabular-nums">{inState.length}</span>
            </h2>
            {inState.length === 0 ? (
              <p className="py-2 text-sm text-ink-soft">{t("board.empty")}</p>
            ) : (
              <ul
                className={state === "given-up" ? "grid gap-3 pt-3 md:grid-cols-3 xl:grid-cols-6" : "grid gap-3 pt-3"}
              >
                {inState.map((card) => (
                  <BoardCard key={card.number} card={card} slug={slug} />
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </section>
  );
}

function BoardCard({ card, slug }: { card: LandingCard; slug: string }): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  const locale = useLocale();
  const { number, title, titleEn, entry, platform, owner, next, alarm, state } = card;
  return (
    <li className="relative grid gap-1 rounded border border-line bg-surface p-3 hover:border-line-strong hover:shadow">
      <Link
        to={`/organize/editions/${slug}/landing/${number}`}
        className="font-semibold no-underline after:absolute after:inset-0 after:rounded hover:underline"
      >
        {inLocale(locale, title ?? t("board.untitled"), titleEn)}
      </Link>
      {entry ? (
        <span className="text-sm tabular-nums">
          {entry.kind === "final" ? null : `${inLocale(locale, entry.roundTitle, entry.roundTitleEn)} · `}
          {entry.number === null ? t("board.key", entry) : t("board.number", { number: entry.number, key: entry.key })}
        </span>
      ) : null}
      <span className="text-sm text-ink-soft">
        {t(`platform.${platform ?? "undecided"}`)} · {owner}
      </span>
      {state === "given-up" ? null : next ? (
        <span className="text-sm">
          {t("board.next", { step: t(`ui:state.landing.${next.step}`) })}
          <span className="block text-ink-soft">{t("board.due", { due: formatDate(next.dueOn, locale) })}</span>
        </span>
      ) : (
        <span className="text-sm">{t("board.all")}</span>
      )}
      {alarm ? (
        <span>
          <Alarm alarm={alarm} />
        </span>
      ) : null}
    </li>
  );
}
