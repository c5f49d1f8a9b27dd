import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { confirmRelease } from "~/commands/results/confirm-release.ts";
import { proposeRelease } from "~/commands/results/propose-release.ts";
import { publishRelease } from "~/commands/results/publish-release.ts";
import { voidRelease } from "~/commands/results/void-release.ts";
import { withdrawRelease } from "~/commands/results/withdraw-release.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/refused.ts";
import { refusalOfStep, releaseSteps } from "~/rules/release.ts";
import { expectedSheets } from "~/rules/score-board.ts";
import { notFound, roundFor } from "~/services/guard.ts";
import { liveStandings } from "~/services/live-standings.ts";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { findAllReleases } from "~db/queries/releases.ts";
import { Ending } from "./ending.tsx";
import { NextHand } from "./next-hand.tsx";
import { ReleaseSteps } from "./release-steps.tsx";
import { Versions } from "./versions.tsx";

const commands = {
  propose: proposeRelease,
  confirm: confirmRelease,
  publish: publishRelease,
  void: voidRelease,
  withdraw: withdrawRelease,
};

/** Where the release stands, what the person may do next, and every version with its signatures. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const versions = await findAllReleases(context.db, round.id);
  const live = await liveStandings(context.db, round.id);
  const release = versions.find((each) => ["proposed", "confirmed", "published"].includes(each.state)) ?? null;
  const scope = { editionId: round.editionId, roundId: round.id };
  const refusals = releaseSteps.map((step) => [
    step,
    refusalOfStep(step, { state: round.state, release }, actor, scope),
  ]);
  return {
    title: i18nFor(context.locale).t("results:release.pageTitle", {
      round: inLocale(context.locale, round.title, round.titleEn),
    }),
    round: { slug: round.slug, state: round.state, timeZone: round.timeZone },
    release,
    versions,
    refusals: Object.fromEntries(refusals) as Record<(typeof releaseSteps)[number], ReturnType<typeof refusalOfStep>>,
    now: live && {
      entries: live.standings.standings.length,
      ranked: live.standings.standings.filter((each) => each.rank !== null).length,
      shared: live.standings.standings.filter((each) => each.shared).length,
      sheets: live.board.sheets.length,
      missing: expectedSheets(live.board, live.standings.standings.length) - live.board.sheets.length,
      digest: live.digest,
    },
    idempotencyKey: crypto.randomUUID(),
  };
}

/** One step of the release: the field `intent` names it. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { intent, idempotencyKey, noticeEndsOn, ...input } = Object.fromEntries(await request.formData());
  const step = releaseSteps.find((each) => each === intent);
  if (!step) throw notFound();
  const by = { db: context.db, actor: await context.actor(), idempotencyKey: String(idempotencyKey ?? "") || null };
  const result = await commands[step](by, { ...input, noticeEndsOn: noticeEndsOn || null, round: params.round });
  if (!result.ok) return refused(result.error, request);
  return redirect(`/organize/rounds/${params.round}/release`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export type ReleasePage = ReturnType<typeof useLoaderData<typeof loader>>;

export default function Release(): ReactNode {
  const { t } = useTranslation(["results", "errors"]);
  const page = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>()?.error;
  const fields = error?.type === "invalid-input" ? error.fields : [];
  const message = (code: string) => (code === "notice-over" ? t("release.noticeOver") : t("errors:field.invalid"));
  return (
    <div className="grid gap-6">
      <SectionHead title={t("release.title")} lead={t("release.lead")} />
      {error && error.type !== "invalid-input" ? (
        <ErrorSummary title={t(`errors:${error.type}.title`)} errors={[{ message: t(`errors:${error.type}.mend`) }]} />
      ) : null}
      <ErrorSummary
        errors={fields.map(({ path, code }) => ({
          id: path === "reason" ? `reason-${page.refusals.void === null ? "void" : "withdraw"}` : path,
          message: path === "reason" ? t("errors:field.reason") : message(code),
        }))}
      />
      <ReleaseSteps release={page.release} timeZone={page.round.timeZone} />
      <NextHand
        page={page}
        noticeError={fields.find(({ path }) => path === "noticeEndsOn") && message("notice-over")}
      />
      <Ending
        page={page}
        reasonError={fields.some(({ path }) => path === "reason") ? t("errors:field.reason") : undefined}
      />
      <Versions slug={page.round.slug} versions={page.versions} timeZone={page.round.timeZone} />
    </div>
  );
}
