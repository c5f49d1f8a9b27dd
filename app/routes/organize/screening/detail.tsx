import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal as AnyRefusal, FieldError } from "~/commands/command.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf, textsOf } from "~/forms/fields.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { localTime } from "~/primitives/local-time.ts";
import { detailView } from "~/reads/screening/detail-view.ts";
import { can } from "~/rules/accounts/access.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { type ApplicationState, isOfTrack } from "~/rules/applications/application-state.ts";
import { defaultReturnUntil } from "~/rules/screening/correction.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";
import { now } from "~/services/clock.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { Icon } from "~/ui/icon.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { type Application, findApplication } from "~db/queries/applications/applications.ts";
import { actOnApplication, decisionOf } from "./detail.server.ts";
import { DetailColumns } from "./detail-columns.tsx";
import { detailOutcomes, type SentBack } from "./difference-view.tsx";
import { Refusal } from "./refusal.tsx";

/** An application that was handed in, with all that its screeners need; drafts are not there for them. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db } = args.context;
  const application = await findApplication(db, args.params.code ?? "");
  if (!application?.submittedAt || !can(actor, "screen", { editionId: application.editionId })) throw notFound();
  const { searchParams } = new URL(args.request.url);
  const filter = filterOf(searchParams);
  const { code, state, announcedState, version, answers, submittedAt, applicantEmail, withdrawnReason } = application;
  const { roundSlug, wishedRoundSlug, returnUntil } = application;
  const { roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn } = application;
  return {
    documentTitle: `${answers.projectTitle ?? code} · ${code}`,
    editionSlug: application.editionSlug,
    query: queryOf(filter),
    application: {
      code,
      state,
      announcedState,
      version,
      answers,
      submittedAt,
      applicantEmail,
      withdrawnReason,
      roundSlug,
      wishedRoundSlug,
      returnUntil,
    },
    chosen: { roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn },
    heatTrack: heatTrackOf(application),
    until: localTime(defaultReturnUntil(now()), homeZone),
    ...(await detailView(db, actor, application, filter, searchParams.get("duplicates") === "all")),
  };
}

/** The heat, its track and the other one that the application names; null where they belong together. */
function heatTrackOf(application: Application) {
  const { roundTrackKey, trackKey, roundTitle, roundTitleEn, roundTrackTitle, roundTrackTitleEn } = application;
  if (isOfTrack(roundTrackKey, trackKey)) return null;
  return {
    heat: { title: roundTitle ?? "", titleEn: roundTitleEn },
    heatTrack: { title: roundTrackTitle ?? "", titleEn: roundTrackTitleEn },
    track: { title: application.trackTitle ?? "", titleEn: application.trackTitleEn },
  };
}

/** Decides, checks, assigns. What is refused comes back with its reason and with what was written. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { outcome, answer } = await actOnApplication(by, params.code, form);
  const { pathname, searchParams } = new URL(request.url);
  searchParams.set("done", outcome);
  const { decision, round, reason, corrections } = decisionOf(form);
  const sent = {
    decision,
    round,
    reason,
    until: textOf(form, "until"),
    corrections: corrections.map((each) => ({ path: String(each.path), reason: each.reason })),
  };
  const check = textsOf(form, ["ruleKey", "found", "note"]);
  return answerForm(request, answer, `${pathname}?${searchParams}`, { intent, sent, check });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function ScreeningDetail(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const [search] = useSearchParams();
  return (
    <div className="grid gap-6">
      <DetailHeader {...page} />
      <Answered
        refusal={refusal}
        done={search.get("done")}
        next={page.neighbours.next ? `/organize/applications/${page.neighbours.next}${page.query}` : null}
      />
      <DetailColumns page={page} refusal={refusal} />
    </div>
  );
}

interface AnsweredProps {
  refusal: { error: AnyRefusal & { fields?: FieldError[] }; intent: string; sent: SentBack } | undefined;
  done: string | null;
  /** The address of the next application of the list. */
  next: string | null;
}

/** What came of the last act: why it was refused, or that it is done and where to go on. */
export function Answered({ refusal, done, next }: AnsweredProps): ReactNode {
  const { t } = useTranslation("deciding");
  const outcome = detailOutcomes.find((each) => each === done);
  if (refusal) return <Refusal {...refusal} />;
  if (!outcome) return null;
  return (
    <Callout kind="ok" live action={next ? <Link to={next}>{t("page.goOn")}</Link> : undefined}>
      {t(`page.done.${outcome}`)}
    </Callout>
  );
}

interface NeighboursProps {
  previous: string | null;
  next: string | null;
  /** The filter of the list, which the neighbours are neighbours in. */
  query: string;
}

/** The way to the applications before and after this one in the filtered list. */
export function Neighbours({ previous, next, query }: NeighboursProps): ReactNode {
  const { t } = useTranslation("deciding");
  const look = "inline-flex min-h-11 items-center gap-1 rounded px-3 font-medium hover:bg-structure-soft";
  return (
    <nav aria-label={t("page.neighbours")} className="flex gap-2">
      {previous ? (
        <Link to={`/organize/applications/${previous}${query}`} rel="prev" className={look}>
          <Icon name="left" />
          {t("page.previous")}
        </Link>
      ) : null}
      {next ? (
        <Link to={`/organize/applications/${next}${query}`} rel="next" className={look}>
          {t("page.next")}
          <Icon name="right" />
        </Link>
      ) : null}
    </nav>
  );
}

interface DetailHeaderProps {
  application: {
    code: string;
    state: ApplicationState;
    announcedState: ApplicationState;
    answers: DraftAnswers;
    submittedAt: Date | null;
    withdrawnReason: string | null;
    returnUntil: Date | null;
    roundSlug: string | null;
  };
  editionSlug: string;
  query: string;
  neighbours: { previous: string | null; next: string | null };
}

/** Which application it is, how it stands, and what its applicant knows of that. */
export function DetailHeader({ application, editionSlug, query, neighbours }: DetailHeaderProps): ReactNode {
  const { t } = useTranslation(["deciding", "ui"]);
  const locale = useLocale();
  const { code, state, announcedState, answers, submittedAt, withdrawnReason, returnUntil, roundSlug } = application;
  return (
    <>
      <PageHeader
        title={inLocale(locale, answers.projectTitle ?? null, answers.projectTitleEn ?? null) || code}
        breadcrumbs={[{ to: `/organize/editions/${editionSlug}/applications${query}`, label: t("page.back") }]}
        state={<StateBadge of="application" state={state} />}
        lead={
          <>
            <span className="font-mono">{code}</span>
            {submittedAt ? (
              <>
                {" · "}
                {t("page.submitted")} <DateTime at={submittedAt} />
              </>
            ) : null}
          </>
        }
        actions={<Neighbours {...neighbours} query={query} />}
      />
      {withdrawnReason ? <Callout kind="warn" title={t("page.withdrawn", { reason: withdrawnReason })} /> : null}
      {state !== announcedState ? (
        <Callout>{t("page.notAnnounced", { state: t(`ui:state.application.${announcedState}`) })}</Callout>
      ) : null}
      {state === "waiting" && roundSlug ? (
        <p>
          <Link to={`/organize/rounds/${roundSlug}/waiting`}>{t("waiting.title")}</Link>
        </p>
      ) : null}
      {state === "returned" && returnUntil ? (
        <p>
          {t("page.returnUntil")} <DateTime at={returnUntil} />
        </p>
      ) : null}
    </>
  );
}
