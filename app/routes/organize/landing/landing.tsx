import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { actInWords } from "~/reads/audit/trail-words.ts";
import { can, rolesWith } from "~/rules/accounts/access.ts";
import { alarmOfMilestone, landingFiles, landingSteps, stateOf } from "~/rules/landing/landing.ts";
import { now } from "~/services/clock.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { formatFileSize } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findRoleHolders } from "~db/queries/accounts/users.ts";
import { findLandingFiles } from "~db/queries/landing/landing-files.ts";
import { findIntention, findLandingHistory, findLandingPayments } from "~db/queries/landing/landings.ts";
import { About } from "./about.tsx";
import { Funds } from "./funds.tsx";
import { actOn, landingFor } from "./landing.server.ts";
import { Milestones } from "./milestones.tsx";
import { useLandingLabels } from "./use-landing-labels.ts";

/** One landing: where it stands, what is due, what was paid, and everything that was done to it. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition, landing } = await landingFor(args);
  const { db, locale } = args.context;
  const { id, number, code, title, titleEn, entry, platform, ownerId, owner, startedOn, givenUp, funds } = landing;
  const today = dayIn(homeZone, now());
  const [payments, files, history, answers] = await Promise.all([
    findLandingPayments(db, id),
    findLandingFiles(db, id),
    findLandingHistory(db, edition.id, number),
    landing.applicationId === null ? {} : findIntention(db, landing.applicationId),
  ]);
  const tracks = can(actor, "track-landing", { editionId: edition.id });
  const untitled = i18nFor(locale).t("landing:board.untitled");
  return {
    slug: edition.slug,
    edition: inLocale(locale, edition.title, edition.titleEn),
    title: inLocale(locale, title ?? untitled, titleEn),
    number,
    code,
    entry,
    platform,
    owner,
    startedOn,
    givenUp,
    funds,
    today,
    payments,
    files: files.map((file) => ({
      id: file.id,
      step: file.step,
      size: file.size,
      broughtAt: file.broughtAt,
      broughtBy: file.broughtBy,
    })),
    screens: can(actor, "screen", { editionId: edition.id }),
    state: stateOf(landing),
    intention: intentionOf(answers),
    milestones: landing.milestones.map((each) => ({ ...each, alarm: givenUp ? null : alarmOfMilestone(each, today) })),
    history: history.map(({ id: key, at, actor: by, reason, ...entry }) => ({
      key,
      at,
      by,
      reason,
      sentence: actInWords({ ...unnamed, ...entry }, locale).sentence,
    })),
    tracking: tracks
      ? {
          ownerId,
          owners: await findRoleHolders(db, { editionId: edition.id, roles: rolesWith("see-landing") }),
          idempotencyKey: crypto.randomUUID(),
        }
      : null,
  };
}

export type LandingPage = ReturnType<typeof useLoaderData<typeof loader>>;

/** What the trail's words take of projects, which the page has named already. */
const unnamed = { code: null, projectTitle: null, entryTitle: null, entryTitleEn: null, judgeName: null };

function intentionOf(answers: Record<string, unknown>) {
  const words = (name: string) => (typeof answers[name] === "string" ? answers[name].trim() : "") || null;
  return {
    on: words("landingOn"),
    investment: words("landingInvestment"),
    needs: words("landingNeeds"),
    plan: words("landingPlan"),
  };
}

/** One act on the landing: the field `intent` names it. What was typed comes back when it is refused. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const of = { edition: params.edition ?? "", number: params.number ?? "" };
  const answer = await actOn(by, intent, of, form);
  return answerForm(request, answer, `/organize/editions/${of.edition}/landing/${of.number}?saved=1`, {
    intent,
    texts: textsOf(form, form.keys()),
  });
}

/** What was refused, for the form that sent it. */
export interface SentMilestone {
  intent: string | null;
  texts: Record<string, string>;
  at: (path: string) => string | undefined;
}

export const meta = titled<typeof loader>((page) => page.title);

export default function LandingDesk(): ReactNode {
  const { t } = useTranslation(["landing", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const labelOf = useLandingLabels();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-${answer?.intent}` : `${answer?.intent}-${path}`),
    labelOf,
  });
  const wrong: SentMilestone = { intent: answer?.intent ?? null, texts: answer?.texts ?? {}, at };
  return (
    <div className="grid gap-6">
      <PageHeader
        title={[page.entry?.number, page.title].filter(Boolean).join(" ")}
        lead={page.edition}
        breadcrumbs={[
          { to: "/organize", label: t("rounds:desk.title") },
          { to: `/organize/editions/${page.slug}/landing`, label: t("title") },
        ]}
        state={<StateBadge of="landing" state={page.state} />}
      />
      <ErrorSummary errors={errors} />
      <Saved title={t("one.saved")} />
      {page.givenUp ? <Callout kind="warn" title={t("one.givenUp")} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div className="grid gap-6">
          <Milestones page={page} wrong={wrong} />
          <Funds page={page} wrong={wrong} />
        </div>
        <div className="grid gap-6">
          <About page={page} wrong={wrong} />
          <Files page={page} />
          <History history={page.history} />
        </div>
      </div>
    </div>
  );
}

const faults = [
  "file-too-large",
  "file-missing",
  "file-empty",
  "file-type-wrong",
  "form-broken",
  "file-suspicious",
  "file-broken",
  "picture-too-large",
  "upload-busy",
  "files-full",
  "file-there",
] as const;

/**
 * The files of the milestones, such as the agreement. Their form is of its own kind: the file goes by the disk, and the page
 * comes back (app/routes/api/landing/landing-upload.ts).
 */
export function Files({ page }: { page: LandingPage }): ReactNode {
  const { t } = useTranslation(["landing", "ui", "notice"]);
  const locale = useLocale();
  const [search] = useSearchParams();
  const { slug, number, files, tracking, givenUp } = page;
  const at = `/organize/editions/${slug}/landing/${number}`;
  const refused = search.get("refused");
  const fault = faults.find((each) => each === refused) ?? (refused ? "form-broken" : undefined);
  return (
    <Card title={t("one.files")}>
      <div id="files" className="grid scroll-mt-4 gap-4">
        {files.length === 0 ? <p className="text-ink-soft">{t("one.filesNone")}</p> : null}
        <ul className="grid gap-2">
          {files.map(({ id, step, size, broughtAt, broughtBy }) => (
            <li key={id} className="flex flex-wrap gap-x-4">
              <a href={`${at}/files/${id}`} className="inline-flex min-h-9 items-center">
                {t("one.file", { step: t(`ui:state.landing.${step}`), id })}
              </a>
              <span className="inline-flex min-h-9 items-center text-sm text-ink-soft">
                {formatFileSize(size)} · {formatDate(broughtAt, locale)} · {broughtBy}
              </span>
            </li>
          ))}
        </ul>
        {tracking && !givenUp ? (
          <form method="post" action={at} encType="multipart/form-data" className="no-print grid gap-4">
            <SelectField
              name="step"
              id="file-step"
              label={t("one.fileOf")}
              placeholder={null}
              options={landingSteps.map((value) => ({ value, label: t(`ui:state.landing.${value}`) }))}
            />
            <TextField
              name="file"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              label={t("notice:files.file")}
              hint={t("notice:files.hint", { most: landingFiles.most })}
              error={fault ? t(`notice:files.fault.${fault}`) : undefined}
            />
            <div>
              <Button>{t("notice:files.add")}</Button>
            </div>
          </form>
        ) : null}
      </div>
    </Card>
  );
}

/** Everything that was done to the landing, the latest first, as the audit trail has it. */
export function History({ history }: { history: LandingPage["history"] }): ReactNode {
  const { t } = useTranslation("landing");
  return (
    <Card title={t("one.history")}>
      <ol className="grid gap-3">
        {history.map(({ key, at, by, sentence, reason }) => (
          <li key={key} className="grid">
            <span>{sentence}</span>
            {reason ? (
              <span className="break-words">
                {t("one.historyReason")}
                {reason}
              </span>
            ) : null}
            <span className="text-sm text-ink-soft">
              <DateTime at={at} /> · {by ?? t("one.system")}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
