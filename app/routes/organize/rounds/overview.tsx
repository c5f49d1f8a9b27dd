import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { stepRound } from "~/commands/rounds/step-round.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can, rolesWith } from "~/rules/accounts/access.ts";
import { findPanelLacks } from "~/rules/rounds/panels.ts";
import { nextStepOf, type SetupGap, tooFewToTrim } from "~/rules/rounds/readiness.ts";
import { canStep, deskStageOf, type RoundKind, type RoundState, roundStates } from "~/rules/rounds/round.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findStaffToTell } from "~db/queries/accounts/staff.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { countPaperTurns } from "~db/queries/scoring/paper-sheets.ts";
import { RehearsalCard } from "../heats/rehearsal-card.tsx";
import { EarlyStart, earlyStartOf } from "./early-start.tsx";
import { CloseRegistration, NextStepCard } from "./next-step-card.tsx";
import { PanelLacks, useLackWords } from "./panels.parts.tsx";
import { mayGo, Way, wayOf } from "./way.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const setup = await findSetup(context.db, round.id);
  const scope = { editionId: round.editionId, roundId: round.id };
  const { slug, stage, state, kind, title, titleEn } = round;
  const next = nextStepOf(stage, kind, setup, now());
  const setsUp = can(actor, "set-up", scope);
  const way = wayOf(next, round, setsUp);
  const opens = next === "start-judging" && can(actor, "keep-scores", scope);
  const signers = await findStaffToTell(context.db, scope, [
    ...rolesWith("confirm-release"),
    ...rolesWith("publish-release"),
  ]);
  return {
    lackingFactor: round.rehearsalOfId === null ? signers.filter(({ factor }) => !factor).map(({ name }) => name) : [],
    title: `${i18nFor(context.locale).t("rounds:tabs.overview")} · ${inLocale(context.locale, title, titleEn)}`,
    slug,
    stage,
    state,
    setup,
    next,
    way,
    allowed: mayGo(actor, way, round) || opens,
    roles: rolesWith(way.right),
    papers:
      state === "judging" && can(actor, "check-paper", scope)
        ? await countPaperTurns(context.db, round.id, actor.id)
        : 0,
    setsUp,
    newRound:
      round.rehearsalOfId === null && can(actor, "set-up", { editionId: round.editionId })
        ? `/organize/editions/${round.editionSlug}/new-round?from=${slug}`
        : null,
    facts: factsOf(round),
    earlyStart: earlyStartOf(actor, round),
    rehearsal: round.rehearsalOfId !== null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const sent = textsOf(form, ["from", "to", "reason"]);
  const answer = await stepRound(by, { round: params.round, ...sent });
  const { reason } = sent;
  return answerForm(request, answer, ({ state }) => `/organize/rounds/${params.round}?moved=${state}`, {
    intent,
    reason,
  });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function RoundOverview(): ReactNode {
  const { t } = useTranslation(["rounds", "ui", "factor"]);
  const {
    slug,
    stage,
    lackingFactor,
    state,
    setup,
    next,
    way,
    allowed,
    roles,
    papers,
    setsUp,
    newRound,
    facts,
    earlyStart,
    rehearsal,
    idempotencyKey,
  } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const { error, intent, reason } = useActionData<typeof action>() ?? {};
  const { errors, at } = useProblems(error, { idOf: () => `reason-${intent}` });
  const asked = (by: string) => (intent === by ? { error: at("reason"), reason } : {});
  const gaps: readonly SetupGap[] = error?.type === "not-ready" ? error.gaps : [];
  const moved = roundStates.find((each) => each === search.get("moved") && each === state);
  const few = ["draft", "registration", "screening", "ready"].includes(stage) ? tooFewToTrim(setup) : null;
  const lackWords = useLackWords();
  const until = useUntil(setup.registrationEndsAt);
  const back = setsUp && stage === state && !(rehearsal && state === "ready") ? backFrom(state, setup.kind) : undefined;
  return (
    <div className="grid gap-6">
      <ErrorSummary
        errors={
          gaps.length > 0
            ? gaps.flatMap((gap) =>
                gap === "panels"
                  ? findPanelLacks(setup.panels).map((lack) => ({ message: lackWords(lack) }))
                  : [{ message: t(`gaps.${gap}`) }],
              )
            : errors
        }
        title={gaps.length > 0 ? t("gaps.title") : undefined}
      />
      {moved && !error ? (
        <Callout kind="ok" live>
          {t("overview.moved", { state: t(`ui:state.round.${deskStageOf(moved, setup.kind)}`) })}
        </Callout>
      ) : null}
      {rehearsal && state === "closed" ? (
        <RehearsalCard slug={slug} over />
      ) : (
        <NextStepCard
          step={next}
          way={way}
          allowed={allowed}
          roles={roles}
          from={state}
          idempotencyKey={idempotencyKey}
          count={next === "screen" ? setup.waiting : setup.undrawn}
          until={until}
          asked={asked("step")}
        />
      )}
      <EarlyStart of={earlyStart} />
      {papers > 0 ? (
        <Callout
          kind="warn"
          title={t("overview.papers", { count: papers })}
          action={<LinkButton to={`/organize/rounds/${slug}/table#matters`}>{t("overview.papersLook")}</LinkButton>}
        />
      ) : null}
      {next === "panels" ? <PanelLacks setup={setup.panels} /> : null}
      {few !== null ? (
        <Callout kind="warn" title={t("fewSheets.title", { count: few })}>
          <p>
            {t("fewSheets.why", { count: setup.trimAtLeast ?? 0 })}{" "}
            {setsUp ? (
              <>
                {t("fewSheets.mend")} <Link to={`/organize/rounds/${slug}/panel`}>{t("tabs.panel")}</Link> ·{" "}
                <Link to={`/organize/rounds/${slug}/rule`}>{t("tabs.rule")}</Link>
              </>
            ) : null}
          </p>
        </Callout>
      ) : null}
      {lackingFactor.length > 0 && stage !== "published" ? (
        <Callout kind="warn" title={t("factor:missing")}>
          <p className="wrap-anywhere">{t("factor:missingOf", { names: lackingFactor.join(t("factor:join")) })}</p>
        </Callout>
      ) : null}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <Card title={t("overview.way")}>
          <Way slug={slug} stage={stage} setup={setup} next={next} setsUp={setsUp} />
        </Card>
        <div className="grid gap-6">
          <RoundFacts {...facts} />
          {setup.kind === "preliminary" || rehearsal ? null : <RehearsalCard slug={slug} />}
          {newRound ? (
            <Card title={t("desk.newRound")}>
              <p className="mb-3 text-ink-soft">{t("pattern.useNote")}</p>
              <LinkButton to={newRound}>{t("pattern.use")}</LinkButton>
            </Card>
          ) : null}
          {(next === "registering" || next === "await-edition") && setsUp ? (
            <Card title={t("overview.otherTitle")}>
              <CloseRegistration
                intent="close-early"
                kind="danger"
                opener={t("overview.closeEarly")}
                warning={until ? t("overview.closeEarlyWhat", { until }) : t("overview.closeWhat")}
                hidden={{ from: state, to: "screening", idempotencyKey }}
                {...asked("close-early")}
              />
            </Card>
          ) : null}
          {back ? (
            <Card title={t("overview.backTitle")}>
              {setup.frozenAt ? (
                <p className="text-ink-soft">{t("overview.backNever")}</p>
              ) : (
                <ConfirmForm
                  intent="back"
                  kind="secondary"
                  opener={t("overview.backOpener", { state: t(`ui:state.round.${deskStageOf(back, setup.kind)}`) })}
                  consequence={t("overview.backWhat", { state: t(`ui:state.round.${deskStageOf(back, setup.kind)}`) })}
                  confirm={t("overview.backDo")}
                  hidden={{ from: state, to: back, idempotencyKey }}
                  error={asked("back").error}
                />
              )}
            </Card>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** When the registration ends, in words; empty while that is not settled. */
function useUntil(endsAt: Date | string | null): string {
  const locale = useLocale();
  return endsAt === null ? "" : formatDateTime(endsAt, locale);
}

/** The state that an organizer may take the round back to. From closed it is the scorer who reopens. */
function backFrom(state: RoundState, kind: RoundKind): RoundState | undefined {
  if (state === "closed") return undefined;
  return roundStates.findLast(
    (each) => roundStates.indexOf(each) < roundStates.indexOf(state) && canStep(state, each, kind),
  );
}

/** What the overview tells of a round. */
export function factsOf(round: Round) {
  const { kind, startsAt, timeZone, city, cityEn, venue, venueEn, trackTitle, trackTitleEn } = round;
  const { capacity, pitchMinutes, defenceMinutes } = round;
  const place = { city, cityEn, venue, venueEn };
  return { kind, startsAt, timeZone, ...place, trackTitle, trackTitleEn, capacity, pitchMinutes, defenceMinutes };
}

/** When and where a round is, what it is about, how many it takes. */
export function RoundFacts(round: ReturnType<typeof factsOf>): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const locale = useLocale();
  const place = [inLocale(locale, round.city, round.cityEn), inLocale(locale, round.venue, round.venueEn)];
  return (
    <Card title={t("overview.facts")}>
      <DetailList
        items={[
          {
            term: t("desk.when"),
            detail: round.startsAt ? <DateTime at={round.startsAt} timeZone={round.timeZone} /> : t("desk.undated"),
          },
          ...(round.kind === "preliminary"
            ? []
            : [{ term: t("ui:word.venue"), detail: place.filter(Boolean).join(" · ") || t("overview.noVenue") }]),
          {
            term: t("basics.track"),
            detail: inLocale(locale, round.trackTitle, round.trackTitleEn) || t("basics.noTrack"),
          },
          {
            term: t("basics.capacity"),
            detail:
              round.capacity === null ? t("overview.unlimited") : t("overview.placesNote", { count: round.capacity }),
          },
          ...(round.kind === "preliminary"
            ? []
            : [
                {
                  term: `${t("ui:term.pitch")} + ${t("ui:term.defence")}`,
                  detail: t("overview.lengths", { pitch: round.pitchMinutes, defence: round.defenceMinutes }),
                },
              ]),
        ]}
      />
    </Card>
  );
}
