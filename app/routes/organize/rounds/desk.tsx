import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { countWaitingObjections } from "~/reads/notices/objection-alarms.ts";
import { type Actor, can, mayCreateEditions, placesWith, signsResults } from "~/rules/accounts/access.ts";
import { type NextStep, nextStepOf } from "~/rules/rounds/readiness.ts";
import type { RoundKind, RoundStage } from "~/rules/rounds/round.ts";
import { now } from "~/services/clock.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findFactor } from "~db/queries/accounts/second-factors.ts";
import { findWaitingAppointments } from "~db/queries/accounts/staff.ts";
import { countPendingMails } from "~db/queries/mail/outbox.ts";
import { findDeskEditions, findDeskRounds } from "~db/queries/rounds/rounds.ts";
import { EditionDoors } from "../editions/edition-doors.tsx";
import { mayGo, wayOf } from "./way.tsx";

/** Everything that the person looks after, with the next step of each round. Who looks after nothing finds nothing here. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await signedIn({ request, context });
  const at = now();
  const editions = await findDeskEditions(context.db, actor);
  const rounds = await findDeskRounds(context.db, actor);
  const begins = mayCreateEditions(actor);
  const places = placesWith(actor, "confirm-appointment");
  if (editions.length === 0 && !begins) throw notFound();
  const mailing = editions.filter(({ id }) => can(actor, "release-mail", { editionId: id })).map(({ id }) => id);
  const pending = mailing.length > 0 ? await countPendingMails(context.db, mailing) : new Map<number, number>();
  return {
    title: i18nFor(context.locale).t("rounds:desk.title"),
    begins,
    appointments: places ? (await findWaitingAppointments(context.db, places, actor, at)).length : 0,
    objections: await countWaitingObjections(context.db, actor),
    lacksFactor: actor.grants.some(({ role }) => signsResults(role)) && !(await findFactor(context.db, actor.id)),
    editions: editions.map((edition) => ({
      ...edition,
      pending: pending.get(edition.id) ?? 0,
      setsUp: can(actor, "set-up", { editionId: edition.id }),
      screens: can(actor, "screen", { editionId: edition.id }),
      mails: can(actor, "release-mail", { editionId: edition.id }),
      movesData: can(actor, "move-data", { editionId: edition.id }),
      oversees: can(actor, "see-trail", { editionId: edition.id }),
      lands: can(actor, "see-landing", { editionId: edition.id }),
      rounds: rounds
        .filter((round) => round.editionId === edition.id)
        .map((round) => {
          const next = nextStepOf(round.stage, round.kind, round.setup, at);
          const way = wayOf(next, { slug: round.slug, editionSlug: edition.slug });
          const { entries, judges } = round.setup;
          const mine = mayGo(actor, way, round);
          const to = mine && "to" in way ? way.to : null;
          return { ...round, setup: { entries, judges }, next, to, home: homeOf(actor, round), mine };
        }),
    })),
  };
}

/** The round's page that the person may open: its overview, or where they conduct it; null for who has only its applications. */
function homeOf(actor: Actor, round: { id: number; editionId: number; slug: string; kind: RoundKind }): string | null {
  const scope = { editionId: round.editionId, roundId: round.id };
  const at = `/organize/rounds/${round.slug}`;
  if (can(actor, "see-scores", scope)) return at;
  return can(actor, "conduct", scope) && round.kind !== "preliminary" ? `${at}/conduct` : null;
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Desk(): ReactNode {
  const { t } = useTranslation(["rounds", "notice", "factor", "signers"]);
  const locale = useLocale();
  const { editions, begins, appointments, objections, lacksFactor } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-8">
      <PageHeader
        title={t("desk.title")}
        lead={t("desk.lead")}
        actions={
          begins ? (
            <LinkButton to="/organize/new-edition" icon="plus">
              {t("desk.newEdition")}
            </LinkButton>
          ) : null
        }
      />
      {lacksFactor ? (
        <Callout
          kind="warn"
          title={t("factor:needed")}
          action={<LinkButton to="/account/second-factor?returnTo=/organize">{t("factor:setUp")}</LinkButton>}
        >
          <p>{t("factor:neededMend")}</p>
        </Callout>
      ) : null}
      {appointments > 0 ? (
        <Callout
          kind="warn"
          title={t("signers:appointments.waiting", { count: appointments })}
          action={<LinkButton to="/organize/appointments">{t("signers:appointments.look")}</LinkButton>}
        />
      ) : null}
      {objections ? (
        <Callout
          kind={objections.overdue > 0 ? "danger" : objections.soon > 0 ? "warn" : "info"}
          title={t(objections.overdue + objections.soon > 0 ? "notice:desk.alarm" : "notice:desk.running")}
          action={<LinkButton to="/organize/objections">{t("notice:desk.look")}</LinkButton>}
        >
          <p>
            {[
              objections.overdue > 0 ? t("notice:desk.overdue", { count: objections.overdue }) : null,
              objections.soon > 0 ? t("notice:desk.soon", { count: objections.soon }) : null,
              t("notice:desk.waiting", { count: objections.waiting }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </Callout>
      ) : null}
      <Turns editions={editions} />
      {editions.map((edition) => (
        <section key={edition.id} className="grid gap-4">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <h2 className="text-xl">{inLocale(locale, edition.title, edition.titleEn)}</h2>
              <StateBadge of="edition" state={edition.state as "draft" | "open" | "archived"} />
            </div>
            {edition.setsUp ? (
              <LinkButton to={`/organize/editions/${edition.slug}/new-round`} icon="plus">
                {t("desk.newRound")}
              </LinkButton>
            ) : null}
          </div>
          <EditionDoors {...edition} edition={inLocale(locale, edition.title, edition.titleEn)} />
          {edition.rounds.length > 0 ? (
            <RoundsTable
              label={t("desk.table", { edition: inLocale(locale, edition.title, edition.titleEn) })}
              rounds={edition.rounds}
            />
          ) : (
            <EmptyState title={t("desk.noRounds")} />
          )}
        </section>
      ))}
    </div>
  );
}

/** What waits for this very person: signatures, and mails to let go. Nothing where nothing does. */
function Turns({
  editions,
}: {
  editions: {
    slug: string;
    title: string;
    titleEn: string | null;
    pending: number;
    rounds: Pick<Row, "slug" | "title" | "titleEn" | "next" | "mine" | "to">[];
  }[];
}): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const lines = editions.flatMap((edition) => [
    ...edition.rounds.flatMap(({ slug, title, titleEn, next, mine, to }) =>
      mine && to && (next === "confirm" || next === "publish")
        ? [{ key: slug, to, words: t(`desk.turn.${next}`, { round: inLocale(locale, title, titleEn) }) }]
        : [],
    ),
    ...(edition.pending > 0
      ? [
          {
            key: `mail ${edition.slug}`,
            to: `/organize/editions/${edition.slug}/mail`,
            words: t("desk.turn.mail", {
              count: edition.pending,
              edition: inLocale(locale, edition.title, edition.titleEn),
            }),
          },
        ]
      : []),
  ]);
  if (lines.length === 0) return null;
  return (
    <Callout kind="warn" title={t("desk.turns", { count: lines.length })}>
      <ul className="grid gap-1">
        {lines.map(({ key, to, words }) => (
          <li key={key}>
            <Link to={to} className="inline-flex min-h-8 items-center font-medium">
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

interface Row {
  slug: string;
  kind: RoundKind;
  title: string;
  titleEn: string | null;
  startsAt: Date | null;
  timeZone: string;
  stage: RoundStage;
  setup: { entries: number; judges: number };
  next: NextStep;
  /** The page of the next step, when it is this person's to do there; else the round's own page names who does it. */
  to: string | null;
  /** The round's own page, as far as this person may open one. */
  home: string | null;
  mine: boolean;
}

/** An edition's rounds, each with its stage and its next step named and linked. */
export function RoundsTable({ label, rounds }: { label: string; rounds: Row[] }): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const locale = useLocale();
  const columns: Column<Row>[] = [
    {
      key: "round",
      header: t("desk.round"),
      rowHeader: true,
      cell: (round) => (
        <>
          <LinkedIf to={round.home}>{inLocale(locale, round.title, round.titleEn)}</LinkedIf>
          <span className="block text-sm font-normal text-ink-soft">{t(`ui:kind.${round.kind}`)}</span>
        </>
      ),
    },
    {
      key: "when",
      header: t("desk.when"),
      cell: (round) =>
        round.startsAt ? (
          <DateTime at={round.startsAt} timeZone={round.timeZone} />
        ) : (
          <span className="text-ink-soft">{t("desk.undated")}</span>
        ),
    },
    {
      key: "stage",
      header: t("desk.stage"),
      narrow: true,
      cell: (round) => <StateBadge of="round" state={round.stage} />,
    },
    { key: "entries", header: t("desk.entries"), numeric: true, narrow: true, cell: (round) => round.setup.entries },
    { key: "judges", header: t("desk.judges"), numeric: true, narrow: true, cell: (round) => round.setup.judges },
    {
      key: "next",
      header: t("desk.next"),
      cell: (round) => (
        <LinkedIf to={round.to ?? round.home} className={round.mine ? "font-semibold" : "text-ink-soft"}>
          {t(`next.${round.next}`)}
        </LinkedIf>
      ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={rounds} rowKey={(round) => round.slug} />;
}

/** A link where there is somewhere to go, else the words alone. */
function LinkedIf({
  to,
  className,
  children,
}: {
  to: string | null;
  className?: string;
  children: ReactNode;
}): ReactNode {
  if (to === null) return <span className={className}>{children}</span>;
  return (
    <Link to={to} className={className}>
      {children}
    </Link>
  );
}
