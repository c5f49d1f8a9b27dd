import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { countWaitingObjections } from "~/reads/notices/objection-alarms.ts";
import { type Actor, can, isSigner, mayCreateEditions, placesWith } from "~/rules/accounts/access.ts";
import { hasFactor } from "~/rules/accounts/second-factor.ts";
import { type EditionSetup, nextEditionStep, roundToTakeOn } from "~/rules/editions/next-edition-step.ts";
import { nextStepOf } from "~/rules/rounds/readiness.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import { now } from "~/services/clock.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { findWaitingAppointments } from "~db/queries/accounts/staff.ts";
import { findEditionSetups } from "~db/queries/editions/edition-progress.ts";
import { countPendingMails } from "~db/queries/mail/outbox.ts";
import { findDeskEditions, findDeskRounds } from "~db/queries/rounds/rounds.ts";
import { findInputTurns } from "~db/queries/scoring/judged-inputs.ts";
import { EditionDoors } from "../editions/edition-doors.tsx";
import { EditionNextStep } from "../editions/edition-next-step.tsx";
import { type DeskRow, RoundsTable } from "./rounds-table.tsx";
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
  const settingUp = editions.filter(({ id }) => can(actor, "set-up", { editionId: id })).map(({ id }) => id);
  const confirming = placesWith(actor, "confirm-inputs");
  const inputs = confirming ? await findInputTurns(context.db, confirming, actor.id) : new Map<number, number>();
  const setups =
    settingUp.length > 0 ? await findEditionSetups(context.db, settingUp) : new Map<number, EditionSetup>();
  return {
    title: i18nFor(context.locale).t("rounds:desk.title"),
    at,
    begins,
    appointments: places ? (await findWaitingAppointments(context.db, places, actor, at)).length : 0,
    objections: await countWaitingObjections(context.db, actor),
    lacksFactor: isSigner(actor) && !hasFactor(await findFactorMeans(context.db, actor.id)),
    editions: editions.map((edition) => ({
      ...edition,
      pending: pending.get(edition.id) ?? 0,
      setup: setups.get(edition.id) ?? null,
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
          const inputsToConfirm = inputs.get(round.id) ?? 0;
          return { ...round, setup: { entries, judges }, next, to, home: homeOf(actor, round), mine, inputsToConfirm };
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

export const meta = titled<typeof loader>((page) => page.title);

export default function Desk(): ReactNode {
  const { t } = useTranslation(["rounds", "notice", "factor", "signers"]);
  const locale = useLocale();
  const { editions, at, begins, appointments, objections, lacksFactor } = useLoaderData<typeof loader>();
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
          <StepOf edition={edition} at={at} />
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

type DeskEdition = ReturnType<typeof useLoaderData<typeof loader>>["editions"][number];

/** The next step of an edition, for whoever sets it up. */
function StepOf({ edition: { slug, setup, rounds }, at }: { edition: DeskEdition; at: Date }): ReactNode {
  const locale = useLocale();
  if (setup === null) return null;
  const round = roundToTakeOn(rounds);
  return (
    <EditionNextStep
      slug={slug}
      step={nextEditionStep(setup, rounds, at)}
      waiting={setup.waiting}
      round={
        round && {
          title: inLocale(locale, round.title, round.titleEn),
          next: round.next,
          to: round.to ?? round.home,
        }
      }
    />
  );
}

/** What waits for this very person: signatures, parts and adjustments to confirm, and mails to let go. Nothing where nothing does. */
function Turns({
  editions,
}: {
  editions: {
    slug: string;
    title: string;
    titleEn: string | null;
    pending: number;
    rounds: (Pick<DeskRow, "slug" | "title" | "titleEn" | "next" | "mine" | "to"> & { inputsToConfirm: number })[];
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
    ...edition.rounds.flatMap(({ slug, title, titleEn, inputsToConfirm: count }) =>
      count > 0
        ? [
            {
              key: `inputs ${slug}`,
              to: `/organize/rounds/${slug}/parts#waiting`,
              words: t("desk.turn.inputs", { count, round: inLocale(locale, title, titleEn) }),
            },
          ]
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
