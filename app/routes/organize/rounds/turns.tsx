import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import type { NextStep } from "~/rules/rounds/readiness.ts";
import { Callout } from "~/ui/callout.tsx";
import { useLocale } from "~/ui/steps.tsx";

/** Something that waits for this very person; its name is a round's or, of mails, the edition's. */
interface Turn {
  turn: "confirm" | "publish" | "inputs" | "papers" | "mail";
  slug: string;
  to: string;
  title: string;
  titleEn: string | null;
  count: number;
}

interface Named {
  slug: string;
  title: string;
  titleEn: string | null;
}

type TurnRound = Named & { id: number; editionId: number; next: NextStep; mine: boolean; to: string | null };

/** How much waits, of parts and adjustments and of sheets on paper by the round's id. */
interface Waiting {
  inputs: Map<number, number>;
  papers: Map<number, number>;
  mails: number;
}

/** What waits for this very person in an edition: signatures, parts, adjustments and sheets on paper to confirm, and mails to let go. */
export function turnsOf(
  actor: Actor,
  { slug, title, titleEn }: Named,
  rounds: TurnRound[],
  { inputs, papers, mails }: Waiting,
): Turn[] {
  const entered = (turn: "inputs" | "papers", right: Action, counts: Map<number, number>, page: string): Turn[] =>
    rounds.flatMap(({ id, editionId, slug, title, titleEn }) => {
      const count = can(actor, right, { editionId, roundId: id }) ? (counts.get(id) ?? 0) : 0;
      return count > 0 ? [{ turn, slug, to: `/organize/rounds/${slug}/${page}`, title, titleEn, count }] : [];
    });
  return [
    ...rounds.flatMap(({ next, mine, to, ...round }) =>
      mine && to && (next === "confirm" || next === "publish")
        ? [{ turn: next, slug: round.slug, to, title: round.title, titleEn: round.titleEn, count: 1 }]
        : [],
    ),
    ...entered("inputs", "confirm-inputs", inputs, "parts#waiting"),
    ...entered("papers", "check-paper", papers, "table#matters"),
    ...(mails > 0
      ? [{ turn: "mail" as const, slug, to: `/organize/editions/${slug}/mail`, title, titleEn, count: mails }]
      : []),
  ];
}

/** What waits for this very person, the first of it by name. Nothing where nothing does. */
export function Turns({ count, first }: { count: number; first: Turn[] }): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  if (count === 0) return null;
  return (
    <Callout kind="warn" title={t("desk.turns", { count })}>
      <ul className="grid gap-1">
        {first.map(({ turn, slug, to, title, titleEn, count: waiting }) => {
          const name = inLocale(locale, title, titleEn);
          return (
            <li key={`${turn} ${slug}`}>
              <Link to={to} className="inline-flex min-h-8 items-center font-medium">
                {t(`desk.turn.${turn}`, { count: waiting, round: name, edition: name })}
              </Link>
            </li>
          );
        })}
      </ul>
      {count > first.length ? <p>{t("desk.moreTurns", { count: count - first.length })}</p> : null}
    </Callout>
  );
}
