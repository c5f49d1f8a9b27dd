import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { stepRound } from "~/commands/rounds/step-round.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/refused.ts";
import { can, rolesWith } from "~/rules/accounts/access.ts";
import { type Gap, nextStepOf } from "~/rules/rounds/readiness.ts";
import { canStep, type RoundState, roundStates } from "~/rules/rounds/round.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { RehearsalCard } from "../heats/rehearsal-card.tsx";
import { NextStepCard } from "./next-step-card.tsx";
import { mayGo, wayOf } from "./next-way.ts";
import { useProblems } from "./problems.ts";
import { factsOf, RoundFacts } from "./round-facts.tsx";
import { senderOf, textOf } from "./sent.ts";
import { Way } from "./way.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const setup = await findSetup(context.db, round.id);
  const scope = { editionId: round.editionId, roundId: round.id };
  const { slug, stage, state, kind, title, titleEn } = round;
  const next = nextStepOf(stage, kind, setup);
  const way = wayOf(next, round);
  const opens = next === "start-judging" && can(actor, "keep-scores", scope);
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.overview")} · ${(context.locale === "en" && titleEn) || title}`,
    ...{ slug, stage, state, setup, next, way },
    allowed: mayGo(actor, way, round) || opens,
    roles: rolesWith(way.right),
    setsUp: can(actor, "set-up", scope),
    facts: factsOf(round),
    rehearsal: round.rehearsalOfId !== null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const step = {
    round: params.round,
    from: textOf(form, "from"),
    to: textOf(form, "to"),
    reason: textOf(form, "reason"),
  };
  const answer = await stepRound(await senderOf(context, form), step);
  if (!answer.ok) return refused(answer.error, request);
  return redirect(`/organize/rounds/${params.round}?moved=${answer.value.state}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function RoundOverview(): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const { slug, stage, state, setup, next, way, allowed, roles, setsUp, facts, rehearsal, idempotencyKey } =
    useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const error = useActionData<typeof action>()?.error;
  const { errors, at } = useProblems(error, { idOf: () => "reason-back" });
  const gaps: readonly Gap[] = error?.type === "not-ready" ? error.gaps : [];
  const moved = roundStates.find((each) => each === search.get("moved") && each === state);
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
          {...{ step: next, way, allowed, roles, from: state, idempotencyKey }}
          count={next === "screen" ? setup.waiting : setup.undrawn}
        />
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <Card title={t("overview.way")}>
          <Way {...{ slug, stage, setup, next, setsUp }} />
        </Card>
        <div className="grid gap-6">
          <RoundFacts {...facts} />
          {setup.kind === "preliminary" || rehearsal ? null : <RehearsalCard slug={slug} />}
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
                  error={at("reason")}
                />
              )}
            </Card>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** The state that an organizer may take the round back to. From closed it is the scorer who reopens. */
function backFrom(state: RoundState): RoundState | undefined {
  if (state === "closed") return undefined;
  return roundStates.findLast((each) => roundStates.indexOf(each) < roundStates.indexOf(state) && canStep(state, each));
}
