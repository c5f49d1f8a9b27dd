import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { closeHallVote, openHallVote } from "~/commands/scoring/hold-hall-vote.ts";
import { takeStep } from "~/commands/stage/take-step.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { hallView } from "~/reads/scoring/hall-view.ts";
import { can } from "~/rules/accounts/access.ts";
import { refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { stageOfPanel } from "~/rules/stage/stages.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { conductPicture } from "~/services/live/stage-picture.ts";
import { panelQuery } from "~/ui/live/panel-query.ts";
import { titled } from "~/ui/page-title.ts";
import { ConductDesk } from "./conduct-desk.tsx";
import { readStep } from "./read-step.ts";

/** How the heat stands, for those who conduct it; they need not see scores, and see none here. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "conduct");
  const panel = stageOfPanel(round.panels, new URL(request.url).searchParams.get("panel"));
  if (round.kind === "preliminary" || panel === undefined) throw notFound();
  const picture = await conductPicture(context.db, round.id, panel);
  if (!picture) throw notFound();
  const hall = await hallView(context.db, { actor, round, locale: context.locale });
  const { slug, title, titleEn, kind, stage, stageKey, scoringByProject, panels } = round;
  return {
    documentTitle: `${i18nFor(context.locale).t("conduct:title")} · ${inLocale(context.locale, title, titleEn)}`,
    round: { slug, title, titleEn, kind, stage, stageKey, scoringByProject },
    /** Whether they decide about a pitch beyond its time. */
    enters:
      can(actor, "keep-scores", { editionId: round.editionId, roundId: round.id }) && refusalOfInput(round) === null,
    /** The vote of the hall, where the rule has one: how it stands, and no votes. */
    hall: hall && { state: hall.state, codes: hall.codes, spent: hall.spent, opens: hall.opens, closes: hall.closes },
    panels,
    panel,
    seesScores: can(actor, "see-scores", { editionId: round.editionId, roundId: round.id }),
    picture,
    atMs: now().getTime(),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type ConductPage = ReturnType<typeof useLoaderData<typeof loader>>;

/** Takes a step where no script does (step.ts otherwise). */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const panel = new URL(request.url).searchParams.get("panel");
  const here = `/organize/rounds/${params.round}/conduct${panelQuery(panel)}`;
  if (intent === "hall-open" || intent === "hall-close") {
    const hold = intent === "hall-open" ? openHallVote : closeHallVote;
    return answerForm(request, await hold(by, { round: params.round }), here, { hall: true });
  }
  const answer = await takeStep(by, { ...readStep(form, params.round), panel });
  return answerForm(request, answer, here);
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

/** A desk for one hall: without the frame of the other pages everything is in sight at once. */
export const handle = { bare: true };

export default function Conduct(): ReactNode {
  const { t } = useTranslation("conduct");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <main id="main" tabIndex={-1} className="mx-auto min-h-dvh max-w-480 p-3 sm:p-4">
      <h2 className="sr-only">{t("title")}</h2>
      <ConductDesk
        key={`${page.round.slug} ${page.panel ?? ""}`}
        page={page}
        refusal={answer && !("hall" in answer) ? answer.error : null}
        hallRefusal={answer && "hall" in answer ? answer.error : null}
      />
    </main>
  );
}
