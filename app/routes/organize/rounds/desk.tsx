import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { countWaitingObjections } from "~/reads/notices/objection-alarms.ts";
import { type Actor, can, isSigner, mayCreateEditions, placesWith } from "~/rules/accounts/access.ts";
import { hasFactor } from "~/rules/accounts/second-factor.ts";
import {
  type EditionSetup,
  nextEditionStep,
  roundsAtDesk,
  roundsOfName,
  roundsShownWhole,
  roundToTakeOn,
} from "~/rules/editions/next-edition-step.ts";
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
import { findPaperTurns } from "~db/queries/scoring/paper-sheets.ts";
import { EditionDoors } from "../editions/edition-doors.tsx";
import { EditionNextStep } from "../editions/edition-next-step.tsx";
import { type DeskList, type DeskRow, RoundsTable } from "./rounds-table.tsx";
import { Turns, turnsOf } from "./turns.tsx";
import { mayGo, wayOf } from "./way.tsx";

/** Which rounds of which edition are looked for, where it has more than are shown whole. */
const askedSchema = z.object({
  edition: z.string().optional(),
  search: z
    .string()
    .catch("")
    .transform((words) => words.trim().slice(0, 100)),
  page: z.coerce.number().int().positive().max(10_000).catch(1),
});

/** So many things that wait for the person are named, and so many rounds a page have one line. */
const turnsShown = 20;
const linesAPage = 100;

/** Everything that the person looks after, with the next step of each round. Who looks after nothing, and will not, finds nothing here. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await signedIn({ request, context });
  const at = now();
  const asked = askedSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const editions = await findDeskEditions(context.db, actor);
  const rounds = await findDeskRounds(context.db, actor);
  const begins = mayCreateEditions(actor);
  const places = placesWith(actor, "confirm-appointment");
  if (editions.length === 0 && !isStaffEverywhere(actor)) throw notFound();
  const mailing = editions.filter(({ id }) => can(actor, "release-mail", { editionId: id })).map(({ id }) => id);
  const pending = mailing.length > 0 ? await countPendingMails(context.db, mailing) : new Map<number, number>();
  const settingUp = editions.filter(({ id }) => can(actor, "set-up", { editionId: id })).map(({ id }) => id);
  const confirming = placesWith(actor, "confirm-inputs");
  const inputs = confirming ? await findInputTurns(context.db, confirming, actor.id) : new Map<number, number>();
  const checking = placesWith(actor, "check-paper");
  const papers = checking ? await findPaperTurns(context.db, checking, actor.id) : new Map<number, number>();
  const setups =
    settingUp.length > 0 ? await findEditionSetups(context.db, settingUp) : new Map<number, EditionSetup>();
  const desks = editions.map((edition) => {
    const own = rounds
      .filter((round) => round.editionId === edition.id)
      .map((round) => {
        const next = nextStepOf(round.stage, round.kind, round.setup, at);
        const setsUp = can(actor, "set-up", { editionId: edition.id, roundId: round.id });
        const way = wayOf(next, { slug: round.slug, editionSlug: edition.slug }, setsUp);
        const mine = mayGo(actor, way, round);
        return { ...round, next, to: mine && "to" in way ? way.to : null, home: homeOf(actor, round), mine };
      });
    const setup = setups.get(edition.id);
    const round = roundToTakeOn(own);
    return {
      turns: turnsOf(actor, edition, own, { inputs, papers, mails: pending.get(edition.id) ?? 0 }),
      edition: {
        ...edition,
        step: setup
          ? {
              step: nextEditionStep(setup, own, at),
              waiting: setup.waiting,
              round: round && {
                title: inLocale(context.locale, round.title, round.titleEn),
                next: round.next,
                to: round.to ?? round.home,
                mine: round.mine,
              },
            }
          : null,
        setsUp: can(actor, "set-up", { editionId: edition.id }),
        screens: can(actor, "screen", { editionId: edition.id }),
        mails: can(actor, "release-mail", { editionId: edition.id }),
        movesData: can(actor, "move-data", { editionId: edition.id }),
        oversees: can(actor, "see-trail", { editionId: edition.id }),
        lands: can(actor, "see-landing", { editionId: edition.id }),
        rounds: listOf(own, asked.edition === edition.slug ? asked : { search: "", page: 1 }),
      },
    };
  });
  const turns = desks.flatMap((desk) => desk.turns);
  return {
    title: i18nFor(context.locale).t("rounds:desk.title"),
    begins,
    appointments: places ? (await findWaitingAppointments(context.db, places, actor, at)).length : 0,
    objections: await countWaitingObjections(context.db, actor),
    lacksFactor: isSigner(actor) && !hasFactor(await findFactorMeans(context.db, actor.id)),
    turns: { count: turns.length, first: turns.slice(0, turnsShown) },
    editions: desks.map(({ edition }) => edition),
  };
}

type RoundAtDesk = Awaited<ReturnType<typeof findDeskRounds>>[number] & Pick<DeskRow, "next" | "to" | "home" | "mine">;

/** An edition's rounds as its list shows them: few of them whole, a page of the others as a line each, or those of a name. */
function listOf(rounds: RoundAtDesk[], { search, page }: { search: string; page: number }): DeskList {
  const long = rounds.length > roundsShownWhole;
  const { whole, others } = roundsAtDesk(long && search ? roundsOfName(rounds, search) : rounds);
  const last = Math.max(1, Math.ceil(others.length / linesAPage));
  const at = Math.min(page, last);
  return {
    long,
    search: long ? search : "",
    whole: whole.map(({ slug, kind, title, titleEn, startsAt, timeZone, stage, setup, next, to, home, mine }) => {
      const { entries, judges } = setup;
      return {
        slug,
        kind,
        title,
        titleEn,
        startsAt,
        timeZone,
        stage,
        setup: { entries, judges },
        next,
        to,
        home,
        mine,
      };
    }),
    others: others.length,
    lines: others
      .slice((at - 1) * linesAPage, at * linesAPage)
      .map(({ slug, title, titleEn, next, to, home, mine }) => ({ slug, title, titleEn, next, to: home ?? to, mine })),
    page: at,
    aPage: linesAPage,
  };
}

/** Whether every edition is theirs to look after, those that will be among them. A judge's place is the tablet, not the desk. */
function isStaffEverywhere({ grants }: Actor): boolean {
  return grants.some(({ role, editionId, roundId }) => role !== "judge" && editionId === null && roundId === null);
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
  const { editions, turns, begins, appointments, objections, lacksFactor } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-8">
      <PageHeader
        title={t("desk.title")}
        lead={t("desk.lead")}
        actions={
          begins && editions.length > 0 ? (
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
      <Turns {...turns} />
      {editions.length === 0 ? (
        <EmptyState
          title={t("desk.none")}
          action={
            begins ? (
              <LinkButton to="/organize/new-edition" kind="primary" icon="plus">
                {t("desk.newEdition")}
              </LinkButton>
            ) : null
          }
        >
          <p>{t("desk.noneWhat")}</p>
          <p>{t(begins ? "desk.noneBegin" : "desk.noneWait")}</p>
        </EmptyState>
      ) : null}
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
          {edition.step ? <EditionNextStep slug={edition.slug} {...edition.step} /> : null}
          <EditionDoors {...edition} edition={inLocale(locale, edition.title, edition.titleEn)} />
          <RoundsTable
            label={t("desk.table", { edition: inLocale(locale, edition.title, edition.titleEn) })}
            edition={edition.slug}
            setsUp={edition.setsUp && edition.state !== "archived"}
            {...edition.rounds}
          />
        </section>
      ))}
    </div>
  );
}
