import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { decideApplication } from "~/commands/applications/decide-application.ts";
import { can } from "~/rules/access.ts";
import { isDecidable } from "~/rules/application-state.ts";
import { filterOf, queryOf } from "~/rules/screening-filter.ts";
import { notFound, signedIn } from "~/services/guard.ts";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { Icon } from "~/ui/icon.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { findApplication } from "~db/queries/applications.ts";
import { findAllDecisions, findNeighbours } from "~db/queries/screening.ts";
import { findAllTargets } from "~db/queries/screening-targets.ts";
import { refused } from "../../refused.ts";
import { DecisionForms } from "./decision-forms.tsx";
import { DecisionHistory } from "./decision-history.tsx";

/** A submitted application with its decisions, for those who screen its edition; drafts are not there for them. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db } = args.context;
  const application = await findApplication(db, args.params.code ?? "");
  if (!application?.submittedAt || !can(actor, "screen", { editionId: application.editionId })) throw notFound();
  const { id, editionId, code, state, version, answers, submittedAt, applicantEmail, withdrawnReason } = application;
  const filter = filterOf(new URL(args.request.url).searchParams);
  const [targets, decisions, neighbours] = await Promise.all([
    findAllTargets(db, editionId),
    findAllDecisions(db, id),
    findNeighbours(db, { editionId, me: actor.id }, filter, id),
  ]);
  const { roundSlug, roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn } = application;
  return {
    documentTitle: `${answers.projectTitle ?? code} · ${code}`,
    idempotencyKey: randomUUID(),
    editionSlug: application.editionSlug,
    query: queryOf(filter),
    application: { code, state, version, answers, submittedAt, applicantEmail, withdrawnReason, roundSlug },
    chosen: { roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn },
    targets: targets
      .filter((target) => !target.drawn)
      .map(({ slug, title, titleEn, capacity, entries }) => ({ slug, title, titleEn, capacity, entries })),
    decisions,
    neighbours,
  };
}

/** Decides on it. A refused decision comes back with its reason's words. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const sent = await request.formData();
  const idempotencyKey = String(sent.get("idempotencyKey") ?? "") || null;
  const by = { db: context.db, actor: await context.actor(), idempotencyKey };
  const { decision, round, reason } = Object.fromEntries(sent);
  const decided = await decideApplication(by, {
    code: params.code,
    version: Number(sent.get("version")),
    decision,
    round,
    reason,
  });
  if (decided.ok) return redirect(new URL(request.url).pathname + new URL(request.url).search, 303);
  const answer = refused(decided.error, request);
  return data({ error: answer.data.error, reason: String(reason ?? "") }, answer.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function ScreeningDetail(): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const answer = useActionData<typeof action>();
  const { application, chosen, decisions, neighbours, targets, query, editionSlug, idempotencyKey } =
    useLoaderData<typeof loader>();
  const { code, state, answers, submittedAt, applicantEmail, withdrawnReason } = application;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={inLocale(locale, answers.projectTitle ?? null, answers.projectTitleEn ?? null) || code}
        breadcrumbs={[{ to: `/organize/editions/${editionSlug}/applications${query}`, label: t("detail.back") }]}
        state={<StateBadge of="application" state={state} />}
        lead={
          <>
            <span className="font-mono">{code}</span> · {t("detail.submitted")} <DateTime at={submittedAt} />
          </>
        }
        actions={<Neighbours {...neighbours} query={query} />}
      />
      {withdrawnReason ? <Callout kind="warn" title={t("detail.withdrawn", { reason: withdrawnReason })} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_24rem]">
        <div className="grid min-w-0 gap-6 max-lg:order-last">
          <ApplicationAnswers answers={answers} chosen={chosen} />
          <p className="text-sm text-ink-soft">
            {t("detail.applicant")} {applicantEmail}
          </p>
        </div>
        <div className="grid gap-6 lg:sticky lg:top-4">
          {isDecidable(state) ? (
            <DecisionForms
              key={application.version}
              application={application}
              targets={targets}
              idempotencyKey={idempotencyKey}
              refused={answer ?? null}
            />
          ) : null}
          <Card title={t("history.title")}>
            <DecisionHistory decisions={decisions} />
          </Card>
        </div>
      </div>
    </div>
  );
}

function Neighbours(props: { previous: string | null; next: string | null; query: string }): ReactNode {
  const { t } = useTranslation("screening");
  const { previous, next, query } = props;
  const look = "inline-flex min-h-11 items-center gap-1 rounded px-3 font-medium hover:bg-structure-soft";
  return (
    <nav aria-label={t("detail.neighbours")} className="flex gap-2">
      {previous ? (
        <Link to={`/organize/applications/${previous}${query}`} rel="prev" className={look}>
          <Icon name="left" />
          {t("detail.previous")}
        </Link>
      ) : null}
      {next ? (
        <Link to={`/organize/applications/${next}${query}`} rel="next" className={look}>
          {t("detail.next")}
          <Icon name="right" />
        </Link>
      ) : null}
    </nav>
  );
}
