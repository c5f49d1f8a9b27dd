import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { signedIn } from "~/services/http/guard.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findAllRoundsOfJudge } from "~db/queries/scoring/sheets.ts";

/** The rounds on whose panel the signed-in person sits. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await signedIn({ request, context });
  const { db, locale } = context;
  const rounds = await findAllRoundsOfJudge(db, actor.id);
  return {
    title: i18nFor(locale).t("judge:rounds.title"),
    rounds: rounds
      .filter((round) => can(actor, "judge", { editionId: round.editionId, roundId: round.id }))
      .map(({ slug, state, startsAt, timeZone, entries, done, head, ...round }) => ({
        slug,
        state,
        startsAt,
        timeZone,
        entries,
        done,
        head,
        title: inLocale(locale, round.title, round.titleEn),
        edition: inLocale(locale, round.editionTitle, round.editionTitleEn),
        venue: inLocale(locale, round.venue, round.venueEn),
      })),
  };
}

export const links = () => [{ rel: "manifest", href: "/judge.webmanifest" }];

export const meta = titled<typeof loader>((page) => page.title);

export default function JudgeRounds(): ReactNode {
  const { t } = useTranslation(["judge", "ui"]);
  const { rounds } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader title={t("rounds.title")} lead={t("rounds.lead")} />
      {rounds.length === 0 ? <EmptyState title={t("rounds.none")}>{t("rounds.noneMend")}</EmptyState> : null}
      <ul className="grid gap-4 md:grid-cols-2">
        {rounds.map((round) => (
          <li key={round.slug} className="grid">
            <Card
              title={round.title}
              to={`/judge/${round.slug}`}
              actions={<StateBadge of="round" state={round.state} />}
              footer={t("rounds.progress", { done: round.done, entries: round.entries })}
            >
              <p className="text-ink-soft">{round.edition}</p>
              <p className="text-ink-soft">
                {round.startsAt ? <DateTime at={round.startsAt} timeZone={round.timeZone} /> : null}
                {round.startsAt && round.venue ? " · " : null}
                {round.venue}
              </p>
              {round.head ? (
                <p className="mt-2">
                  <Badge icon="person">{t("rounds.head")}</Badge>
                </p>
              ) : null}
            </Card>
          </li>
        ))}
      </ul>
    </div>
  );
}
