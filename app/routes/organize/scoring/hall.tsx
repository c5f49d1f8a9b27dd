import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { closeHallVote, confirmHallVote, discardHallVote, openHallVote } from "~/commands/scoring/hold-hall-vote.ts";
import { makeHallCodes } from "~/commands/scoring/make-hall-codes.ts";
import { answerForm, readForm, refused } from "~/forms/action.ts";
import { numberOf, textOf } from "~/forms/fields.ts";
import { RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { hallView } from "~/reads/scoring/hall-view.ts";
import { hallCardsAtOnce } from "~/rules/scoring/hall-code.ts";
import { hallCardsCookie, hallCodeDigest, hallCodes, newHallSeed } from "~/services/auth/hall-code.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { titled } from "~/ui/page-title.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { HallCards, HallCounts, HallSteps } from "./hall.parts.tsx";

/** The vote of the hall: its cards, how it stands, and once it is closed its votes. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  return {
    title: `${i18nFor(locale).t("hall:title")} · ${inLocale(locale, round.title, round.titleEn)}`,
    round: { slug: round.slug, timeZone: round.timeZone },
    hall: await hallView(db, { actor, round, locale }),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type HallPage = ReturnType<typeof useLoaderData<typeof loader>>;

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { round } = params;
  const here = `/organize/rounds/${round}/hall`;
  if (intent === "cards") {
    const count = numberOf(form, "count");
    const cards = { seed: newHallSeed(), count: count ?? 0 };
    const asked = Number.isInteger(count) && cards.count > 0 && cards.count <= hallCardsAtOnce;
    const digests = asked ? hallCodes(cards).map((code) => hallCodeDigest(context.auth, code)) : [];
    const answer = await makeHallCodes(by, { round, count, digests });
    if (!answer.ok) return refused(answer.error, request, { intent, count: textOf(form, "count") });
    const headers = new Headers();
    // A repeated request is answered for the first one's cards, which the browser has its seed of already
    if (answer.value.first === digests[0])
      headers.append("Set-Cookie", hallCardsCookie(context.settings, cards, `${here}-cards.pdf`));
    return redirect(`${here}?done=cards`, { status: 303, headers });
  }
  const reason = textOf(form, "reason");
  switch (intent) {
    case "open":
      return answerForm(request, await openHallVote(by, { round }), `${here}?done=opened`, { intent });
    case "close":
      return answerForm(request, await closeHallVote(by, { round }), `${here}?done=closed`, { intent });
    case "confirm":
      return answerForm(request, await confirmHallVote(by, { round }), `${here}?done=confirmed`, { intent });
    default:
      return answerForm(request, await discardHallVote(by, { round, reason }), `${here}?done=discarded`, { intent });
  }
}

export const meta = titled<typeof loader>((page) => page.title);

const doneWords = ["opened", "closed", "confirmed", "discarded"] as const;

export default function HallVote(): ReactNode {
  const { t } = useTranslation("hall");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { hall } = page;
  const done = doneWords.find((each) => each === search.get("done"));
  if (!hall)
    return (
      <div className="grid gap-5">
        <SectionHead title={t("title")} />
        <EmptyState title={t("none")}>{t("noneMend")}</EmptyState>
      </div>
    );
  const whole = answer && "error" in answer && answer.error.type !== "invalid-input" ? answer.error : null;
  return (
    <div className="grid gap-6">
      <SectionHead title={t("title")} lead={t("lead", { part: hall.part.label })} />
      <RefusalSummary error={whole} />
      {done && !answer ? <Callout kind="ok" live title={t(`done.${done}`)} /> : null}
      <HallSteps page={page} hall={hall} answer={answer ?? null} />
      {hall.counts.length > 0 ? <HallCounts hall={hall} /> : null}
      {hall.makesCards ? (
        <HallCards
          page={page}
          answer={answer ?? null}
          made={search.get("done") === "cards"}
          gone={search.get("cards") === "gone"}
        />
      ) : null}
    </div>
  );
}
