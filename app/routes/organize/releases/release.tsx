import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { confirmRelease } from "~/commands/releases/confirm-release.ts";
import { proposeRelease } from "~/commands/releases/propose-release.ts";
import { publishRelease } from "~/commands/releases/publish-release.ts";
import { voidRelease } from "~/commands/releases/void-release.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { fieldsOf, RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { noticeFromToday } from "~/reads/notices/notice-end.ts";
import { tableOf, tableToSign } from "~/reads/releases/table-of.ts";
import { standingsDesk } from "~/reads/standings/standings-desk.ts";
import { nextStep, refusalOfStep, releaseSteps, type SignedStep, signingRoles } from "~/rules/releases/release.ts";
import { isOfTable } from "~/rules/releases/signed-table.ts";
import { maySign, signsFrom } from "~/rules/releases/signing-wait.ts";
import { outdatedVotes } from "~/rules/standings/scoring.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { liveStandings } from "~/services/live/live-standings.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { Digest } from "~/ui/digest.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary, useFactorFault } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { entryNames } from "~/ui/results/results-table.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { findRoleSeparation } from "~db/queries/editions/edition-settings.ts";
import { findAllReleases, isOpen } from "~db/queries/releases/releases.ts";
import { findHeldRole } from "~db/queries/releases/signing-roles.ts";
import { findNewerCarried } from "~db/queries/standings/carried.ts";
import { NewerCarriedCallout } from "../standings/carried.tsx";
import { NextSigner } from "./next-signer.tsx";
import { ReleaseSteps } from "./release-steps.tsx";
import { Signatures } from "./signatures.tsx";

const commands = {
  propose: proposeRelease,
  confirm: confirmRelease,
  publish: publishRelease,
  void: voidRelease,
  withdraw: withdrawRelease,
};

/** Where the release stands, the table that is signed now, what the person may do next, and every version with its signatures. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db } = context;
  const versions = await findAllReleases(db, round.id);
  const table = await tableToSign(db, round.id);
  const votes = round.state === "closed" && table?.standings.rule.ties.includes("vote");
  const desk = votes ? await standingsDesk(db, round.id) : null;
  const published = versions.find((each) => each.state === "published") ?? null;
  const underWay = versions.find(isOpen) ?? null;
  const changed = underWay !== null && underWay.digest !== table?.digest;
  const together = await findRoleSeparation(db, round.editionId);
  const facts = { state: round.state, open: underWay, published: published !== null, together };
  const scope = { editionId: round.editionId, roundId: round.id };
  const refusals = releaseSteps.map((step) => {
    // A proposal whose table has changed is none: the next one takes its place
    const open = step === "propose" && changed ? null : underWay;
    return [step, refusalOfStep(step, { ...facts, open }, actor, scope)];
  });
  const next = nextStep(facts);
  return {
    title: i18nFor(context.locale).t("results:release.pageTitle", {
      round: inLocale(context.locale, round.title, round.titleEn),
    }),
    round: { slug: round.slug, edition: round.editionSlug, state: round.state, timeZone: round.timeZone },
    newer: (table?.standings.rule.carry ? await findNewerCarried(db, round.id) : []).map(
      ({ slug, title, titleEn, taken, newest }) => ({
        slug,
        title: inLocale(context.locale, title, titleEn),
        taken,
        newest,
      }),
    ),
    open: underWay,
    published,
    changed,
    correctable: published !== null && table !== null && !isOfTable(published, table),
    versions,
    next,
    young: await youngRole(db, { step: changed || !next ? "propose" : next.step, userId: actor.id, roundId: round.id }),
    refusals: Object.fromEntries(refusals) as Record<(typeof releaseSteps)[number], ReturnType<typeof refusalOfStep>>,
    table: table && tableOf(table, await liveStandings(db, round.id)),
    outdatedVotes: desk ? outdatedVotes(desk.judged) : [],
    notice: await noticeFromToday(db, round.editionId),
    means: await findFactorMeans(db, actor.id),
    idempotencyKey: crypto.randomUUID(),
  };
}

/** The role of that step, where the person holds it and may not sign with it yet; else null. */
async function youngRole(
  db: LoaderFunctionArgs["context"]["db"],
  { step, userId, roundId }: { step: SignedStep; userId: string; roundId: number },
) {
  const at = now();
  const held = await findHeldRole(db, { userId, role: signingRoles[step], roundId, at });
  if (held === null || maySign(held, at)) return null;
  const { since, waitHours } = held;
  return { since, waitHours, from: signsFrom(held) };
}

/** One step of the release: the field `intent` names it. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { intent: _, idempotencyKey: __, noticeEndsOn, ...input } = Object.fromEntries(form);
  const step = releaseSteps.find((each) => each === intent);
  if (!step) throw notFound();
  const result = await commands[step](by, { ...input, noticeEndsOn: noticeEndsOn || null, round: params.round });
  return answerForm(request, result, `/organize/rounds/${params.round}/release`, {
    step,
    sent: { noticeEndsOn: textOf(form, "noticeEndsOn"), noticeReason: textOf(form, "noticeReason") },
  });
}

/** A refused step may have found the proposal void: the page says how it stands now. */
export function shouldRevalidate(): boolean {
  return true;
}

export const meta = titled<typeof loader>((page) => page.title);

export type ReleasePage = ReturnType<typeof useLoaderData<typeof loader>>;

export default function Release(): ReactNode {
  const { t } = useTranslation(["results", "errors"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fault = useFactorFault()(answer?.error.type);
  const error = answer?.error;
  const fields = fieldsOf(error);
  const message = (path: string, code: string) => {
    if (path === "reason") return t("errors:field.reason");
    if (code === "notice-over") return t("release.noticeOver");
    if (code === "notice-missing") return t("release.noticeNone");
    if (code === "notice-short") return t("release.noticeShort", { count: page.notice.workingDays });
    return code === "notice-day-off" ? t("release.noticeDayOff") : t("errors:field.invalid");
  };
  const faultOf = (wanted: string) => {
    const found = fields.filter(({ path }) => path === wanted).map(({ path, code }) => message(path, code));
    return found.length > 0 ? found.join(" ") : undefined;
  };
  const wrong = {
    reason: faultOf("reason"),
    notice: faultOf("noticeEndsOn"),
    noticeReason: faultOf("noticeReason"),
    code: fault,
    step: answer?.step,
    sent: answer?.sent,
  };
  return (
    <div className="grid gap-6">
      <SectionHead title={t("release.title")} lead={t("release.lead")} />
      <NewerCarriedCallout slug={page.round.slug} newer={page.newer} />
      <RefusalSummary error={error?.type === "invalid-input" || fault ? null : error} />
      <ErrorSummary
        errors={[
          ...(fault ? [{ id: "code", message: fault }] : []),
          ...fields.map(({ path, code }) => ({
            id: path === "reason" ? `reason-${answer?.step}` : path,
            message: message(path, code),
          })),
        ]}
      />
      <ReleaseSteps page={page} />
      <p className="no-print -mt-2 text-sm">
        <Link to={`/organize/rounds/${page.round.slug}/signers`}>{t("release.signers")}</Link>
      </p>
      <OutdatedVotes page={page} />
      <NextSigner page={page} wrong={wrong} />
      <Ending page={page} wrong={wrong} />
      <Versions slug={page.round.slug} versions={page.versions} timeZone={page.round.timeZone} />
    </div>
  );
}

/** What a step was refused for, in words beside its fields. */
export interface ReleaseFault {
  reason?: string;
  notice?: string;
  noticeReason?: string;
  code?: string;
  step?: (typeof releaseSteps)[number];
  /** What was typed of the notice. */
  sent?: { noticeEndsOn: string; noticeReason: string };
}

/** The way back: voiding what is not public yet, withdrawing what is. Nothing for those who may not. */
export function Ending({ page, wrong }: { page: ReleasePage; wrong: ReleaseFault }): ReactNode {
  const { t } = useTranslation("results");
  const { open, published, refusals, idempotencyKey } = page;
  const ways = [
    { intent: "void", release: open },
    { intent: "withdraw", release: published },
  ] as const;
  return ways.map(({ intent, release }) =>
    release && refusals[intent] === null ? (
      <ConfirmForm
        key={intent}
        intent={intent}
        opener={t(`release.${intent}Open`, { version: release.version })}
        consequence={t(`release.${intent}Detail`, { version: release.version })}
        confirm={t(`release.${intent}Do`)}
        hidden={{ version: release.version, idempotencyKey }}
        error={wrong.step === intent ? wrong.reason : undefined}
      />
    ) : null,
  );
}

/** Votes on entries that are not the same tie any more: they decide nothing of what is signed here. */
export function OutdatedVotes({ page }: { page: ReleasePage }): ReactNode {
  const { t } = useTranslation(["standing", "results"]);
  const nameOf = entryNames(useLocale(), page.table?.words.entries ?? []);
  const named = (entry: string) => t("named", { number: nameOf({ entry, title: "" }).number });
  return page.outdatedVotes.map((entries) => (
    <Callout
      key={entries.join()}
      kind="warn"
      title={t("vote.outdatedTitle", { entries: entries.map(named).join(t("list")) })}
    >
      <p>
        {t("vote.old")}{" "}
        <Link to={`/organize/rounds/${page.round.slug}/standings/ties`} reloadDocument>
          {t("ties.title")}
        </Link>
      </p>
    </Callout>
  ));
}

interface Props {
  slug: string;
  versions: ReleasePage["versions"];
  timeZone: string;
}

/** Every version that was ever proposed, the newest first, each to be read. */
export function Versions({ slug, versions, timeZone }: Props): ReactNode {
  const { t } = useTranslation("results");
  return (
    <section className="grid gap-3">
      <h3 className="text-lg">{t("release.versions")}</h3>
      {versions.length === 0 ? (
        <EmptyState title={t("release.noVersions")}>{t("release.noVersionsMend")}</EmptyState>
      ) : (
        <ol className="grid gap-3">
          {versions.map((version) => (
            <li
              key={version.version}
              className="keep-together grid gap-x-8 gap-y-2 rounded border border-line bg-surface px-5 py-4 lg:grid-cols-[14rem_1fr_auto]"
            >
              <div className="flex flex-wrap content-start items-center gap-x-4 gap-y-2">
                <Link to={`/organize/rounds/${slug}/releases/${version.version}`} className="text-lg font-semibold">
                  {t("release.version", { version: version.version })}
                </Link>
                <StateBadge of="release" state={version.state} />
              </div>
              <Signatures version={version} timeZone={timeZone} />
              <Digest value={version.digest} />
            </li>
          ))}
        </ol>
      )}
      <p className="text-sm text-ink-soft">{t("release.digestHint")}</p>
    </section>
  );
}
