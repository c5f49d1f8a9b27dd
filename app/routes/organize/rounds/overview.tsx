import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { stepRound } from "~/commands/rounds/step-round.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can, type Role, rolesWith } from "~/rules/accounts/access.ts";
import { nextStepOf, type SetupGap, type NextStep as Step } from "~/rules/rounds/readiness.ts";
import { canStep, type RoundState, roundStates } from "~/rules/rounds/round.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { NextStep } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findStaffToTell } from "~db/queries/accounts/staff.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { RehearsalCard } from "../heats/rehearsal-card.tsx";
import { mayGo, type NextWay, Way, wayOf } from "./way.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const setup = await findSetup(context.db, round.id);
  const scope = { editionId: round.editionId, roundId: round.id };
  const { slug, stage, state, kind, title, titleEn } = round;
  const next = nextStepOf(stage, kind, setup, now());
  const way = wayOf(next, round);
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
    setsUp: can(actor, "set-up", scope),
    facts: factsOf(round),
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

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

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
    setsUp,
    facts,
    rehearsal,
    idempotencyKey,
  } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const { error, intent, reason } = useActionData<typeof action>() ?? {};
  const { errors, at } = useProblems(error, { idOf: () => `reason-${intent}` });
  const asked = (by: string) => (intent === by ? { error: at("reason"), reason } : {});
  const gaps: readonly SetupGap[] = error?.type === "not-ready" ? error.gaps : [];
  const moved = roundStates.find((each) => each === search.get("moved") && each === state);
  const until = useUntil(setup.registrationEndsAt);
  const back = setsUp && stage === state && !(rehearsal && state === "ready") ? backFrom(state) : undefined;
  return (
    <div className="grid gap-6">
      <ErrorSummary
        errors={gaps.length > 0 ? gaps.map((gap) => ({ message: t(`gaps.${gap}`) })) : errors}
        title={gaps.length > 0 ? t("gaps.title") : undefined}
      />
      {moved && !error ? (
        <Callout kind="ok" live>
          {t("overview.moved", { state: t(`ui:state.round.${moved}`) })}
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
          {next === "registering" && setsUp ? (
            <Card title={t("overview.otherTitle")}>
              <CloseRegistration
                intent="close-early"
                kind="danger"
                opener={t("overview.closeEarly")}
                warning={t("overview.closeEarlyWhat", { until })}
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
                  opener={t("overview.backOpener", { state: t(`ui:state.round.${back}`) })}
                  consequence={t("overview.backWhat", { state: t(`ui:state.round.${back}`) })}
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
function backFrom(state: RoundState): RoundState | undefined {
  if (state === "closed") return undefined;
  return roundStates.findLast((each) => roundStates.indexOf(each) < roundStates.indexOf(state) && canStep(state, each));
}

/** What the overview tells of a round. */
export function factsOf(round: Round) {
  const { startsAt, timeZone, city, cityEn, venue, venueEn, trackTitle, trackTitleEn } = round;
  const { capacity, pitchMinutes, defenceMinutes } = round;
  const place = { city, cityEn, venue, venueEn };
  return { startsAt, timeZone, ...place, trackTitle, trackTitleEn, capacity, pitchMinutes, defenceMinutes };
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
          { term: t("ui:word.venue"), detail: place.filter(Boolean).join(" · ") || t("overview.noVenue") },
          {
            term: t("basics.track"),
            detail: inLocale(locale, round.trackTitle, round.trackTitleEn) || t("basics.noTrack"),
          },
          {
            term: t("basics.capacity"),
            detail:
              round.capacity === null ? t("overview.unlimited") : t("overview.placesNote", { count: round.capacity }),
          },
          {
            term: `${t("ui:term.pitch")} + ${t("ui:term.defence")}`,
            detail: t("overview.lengths", { pitch: round.pitchMinutes, defence: round.defenceMinutes }),
          },
        ]}
      />
    </Card>
  );
}

interface Props {
  step: Step;
  way: NextWay;
  /** Whether this person may do it; otherwise these roles. */
  allowed: boolean;
  roles: readonly Role[];
  /** When the registration ends, in words. */
  until: string;
  /** The reason that was sent with the step, where it was refused. */
  asked: { error?: string; reason?: string };
  /** Where the round stands now: sent along, so that nobody takes a step from a state they did not see. */
  from: RoundState;
  count: number;
  idempotencyKey: string;
}

/** The next step of a round with the one button that does it or leads there; for others, who will do it. */
function NextStepCard({ step, way, allowed, roles, from, count, until, asked, idempotencyKey }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const names = roles.map((role) => t(`ui:role.${role}`)).join(t("why.or"));
  const primary = step === "done" || step === "registering" ? "secondary" : "primary";
  return (
    <NextStep
      title={t(`next.${step}`)}
      action={
        !allowed ? (
          <p className="text-ink-soft">{t("why.by", { roles: names })}</p>
        ) : "to" in way ? (
          <LinkButton to={way.to} kind={primary} iconAfter="right">
            {t(`go.${step}`)}
          </LinkButton>
        ) : from === "registration" ? (
          <CloseRegistration
            intent="step"
            kind="primary"
            opener={`${t("go.start-screening")}…`}
            warning={t("overview.closeWhat")}
            hidden={{ from, to: way.state, idempotencyKey }}
            {...asked}
          />
        ) : (
          <ActionForm idempotencyKey={idempotencyKey}>
            <input type="hidden" name="from" value={from} />
            <input type="hidden" name="to" value={way.state} />
            <SubmitButton kind="primary" intent="step">
              {t(`go.${step}`)}
            </SubmitButton>
          </ActionForm>
        )
      }
    >
      {t(`why.${step}`, { count, until })}
    </NextStep>
  );
}

interface CloseProps {
  intent: string;
  kind: "primary" | "danger";
  opener: string;
  warning: string;
  hidden: Record<string, string>;
  error?: string;
  reason?: string;
}

/** Ends the round's registration: asked once more, and why, for it locks people out. */
function CloseRegistration({ warning, error, reason, ...form }: CloseProps): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <ConfirmForm
      {...form}
      consequence={warning}
      confirm={t("go.start-screening")}
      reason={{ defaultValue: reason }}
      error={error}
    />
  );
}
