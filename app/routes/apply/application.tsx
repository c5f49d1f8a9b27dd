import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveDraft } from "~/commands/applications/save-draft.ts";
import { submitApplication } from "~/commands/applications/submit-application.ts";
import { withdrawApplication } from "~/commands/applications/withdraw-application.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { problemsOf } from "~/rules/application-problems.ts";
import { dayIn } from "~/rules/day.ts";
import { now } from "~/services/clock.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { findChoices } from "~db/queries/applications.ts";
import { refused } from "../refused.ts";
import { DraftForm } from "./draft-form.tsx";
import { readForm } from "./form-data.ts";
import { HandedIn } from "./handed-in.tsx";
import { ownApplication } from "./own.server.ts";
import { WithdrawForm } from "./withdraw-form.tsx";

/** The applicant's own application: the form while it is a draft, afterwards what was handed in. */
export async function loader(args: LoaderFunctionArgs) {
  const { application } = await ownApplication(args);
  const { code, state, version, answers, updatedAt, submittedAt, applyClosesAt, ineligibleReason } = application;
  const { roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn } = application;
  const { roundStartsAt, roundTimeZone, roundVenue, roundVenueEn } = application;
  return {
    documentTitle: `${answers.projectTitle || i18nFor(args.context.locale).t("apply:untitled")} · ${code}`,
    idempotencyKey: randomUUID(),
    memberRows: Number(new URL(args.request.url).searchParams.get("rows")) || 0,
    application: { code, state, version, answers, updatedAt, submittedAt, applyClosesAt, ineligibleReason },
    chosen: { roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn },
    heat: { startsAt: roundStartsAt, timeZone: roundTimeZone, venue: roundVenue, venueEn: roundVenueEn },
    draft: state === "draft" ? await draftOf(args, application) : null,
  };
}

type Found = Awaited<ReturnType<typeof ownApplication>>["application"];

async function draftOf({ context }: LoaderFunctionArgs, application: Found) {
  const { answers, roundSlug, roundState, trackKey, groupKey, groupCompany, editionId } = application;
  const open = roundState === "registration";
  const choices = {
    round: (open && roundSlug) || undefined,
    track: trackKey ?? undefined,
    group: groupKey ?? undefined,
  };
  const today = dayIn("Asia/Shanghai", now());
  const problems = problemsOf({ answers, choices }, { company: groupCompany, today });
  return { choices, options: await findChoices(context.db, editionId), problems };
}

/** Saves or hands in the form; withdraws. A form that cannot be handed in comes back with its words, which are saved. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const sent = await request.formData();
  const code = params.code ?? "";
  const by = { db: context.db, actor: await context.actor() };
  const key = { idempotencyKey: String(sent.get("idempotencyKey") ?? "") || null };
  if (sent.get("intent") === "withdraw") {
    const input = { code, version: Number(sent.get("version")), reason: String(sent.get("reason") ?? "") };
    const withdrawn = await withdrawApplication({ ...by, ...key }, input);
    return withdrawn.ok ? redirect(`/apply/${code}`, 303) : withFailed(refused(withdrawn.error, request), null);
  }
  const form = readForm(sent);
  if (!form) throw new Response(null, { status: 400 });
  const { consent, ...draft } = form;
  if (sent.get("intent") !== "submit") {
    const rows = sent.get("rows");
    const saved = await saveDraft(by, { code, ...draft });
    if (!saved.ok) return withFailed(refused(saved.error, request), draft);
    return redirect(typeof rows === "string" ? `/apply/${code}?rows=${Number(rows)}#team` : `/apply/${code}`, 303);
  }
  const submitted = await submitApplication({ ...by, ...key }, { code, ...draft, consent, locale: context.locale });
  if (submitted.ok) return redirect(`/apply/${code}/receipt`, 303);
  const { error } = submitted;
  if (error.type !== "incomplete") return withFailed(refused(error, request), draft);
  const saved = await saveDraft(by, { code, ...draft });
  if (!saved.ok) return withFailed(refused(saved.error, request), draft);
  const { version, savedAt } = saved.value;
  return data({ error, form: { ...draft, version }, savedAt }, 422);
}

/** The refusal together with the words that were sent, for the form to show again. */
function withFailed<E>(answer: { data: { error: E }; init: ResponseInit | null }, form: Draft | null) {
  return data({ error: answer.data.error, form, savedAt: null }, answer.init ?? undefined);
}
type Draft = Omit<NonNullable<ReturnType<typeof readForm>>, "consent">;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function ApplicationPage(): ReactNode {
  const { t } = useTranslation("apply");
  const { application, chosen, heat, draft, idempotencyKey, memberRows } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { code, state, version } = application;
  const incomplete = answer?.error.type === "incomplete" ? answer.error : null;
  const form = answer?.form;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={application.answers.projectTitle || t("untitled")}
        breadcrumbs={[{ to: "/apply", label: t("list.title") }]}
        state={<StateBadge of="application" state={state} />}
        lead={
          <>
            {t("code", { code })}
            {draft && application.applyClosesAt ? (
              <>
                {" · "}
                {t("deadline")} <DateTime at={application.applyClosesAt} />
              </>
            ) : null}
          </>
        }
      />
      {draft ? (
        <DraftForm
          code={code}
          version={form?.version ?? version}
          savedAt={answer?.savedAt ?? application.updatedAt}
          answers={form?.answers ?? application.answers}
          choices={form?.choices ?? draft.choices}
          options={draft.options}
          problems={incomplete?.problems ?? draft.problems}
          memberRows={memberRows}
          idempotencyKey={idempotencyKey}
          failed={incomplete !== null}
          refused={answer && form && !incomplete ? answer.error : null}
        />
      ) : (
        <HandedIn application={application} chosen={chosen} heat={heat} />
      )}
      <WithdrawForm
        code={code}
        version={version}
        state={state}
        idempotencyKey={`${idempotencyKey}-withdraw`}
        error={answer && !form ? answer.error : null}
      />
    </div>
  );
}
