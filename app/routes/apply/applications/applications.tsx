import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { mayBegin, writingNow } from "~/reads/applications/application-check.ts";
import { type ApplicationProgress, findProgress } from "~/reads/applications/progress.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { registrationAt } from "~/rules/applications/registration.ts";
import { now } from "~/services/clock.ts";
import { signedIn } from "~/services/http/guard.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { PageScripts } from "~/ui/page-scripts.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { type Application, findAllOwnApplications } from "~db/queries/applications/applications.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import { findCurrentEdition } from "~db/queries/editions/editions.ts";
import { personKey } from "./form-view.server.ts";
import { localDraftsOf } from "./local-drafts.ts";
import { StageLine } from "./progress.tsx";

export const handle = { plain: true };

/** The person's own applications to the current edition, and the way to begin one. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db, locale } = args.context;
  const documentTitle = i18nFor(locale).t("apply:list.title");
  const about = { documentTitle, drafts: localDraftsOf(personKey(actor.id)) };
  const edition = await findCurrentEdition(db);
  if (!edition) return { ...about, edition: null, applications: [], begin: null };
  const { slug, title, titleEn, applyOpensAt, applyClosesAt } = edition;
  const own = await findAllOwnApplications(db, actor.id, edition.id);
  const open = registrationAt(edition, now()) === "open";
  const heat = new URL(args.request.url).searchParams.get("heat");
  const begin = open && (await mayBegin(db, actor.id, edition)) ? beginAddress(heat) : null;
  // Whoever comes from the page of a heat and has nothing yet is where they want to be
  if (begin && heat && own.length === 0) throw redirect(begin);
  const progress = await findProgress(
    db,
    own.map(({ id }) => id),
    now(),
  );
  return {
    ...about,
    begin,
    edition: { slug, title, titleEn, applyOpensAt, applyClosesAt, registration: registrationAt(edition, now()) },
    applications: own.map((each) => ({ ...inList(each), progress: progress.get(each.id) ?? null })),
  };
}

function beginAddress(heat: string | null): string {
  return heat ? `/apply/new?${new URLSearchParams({ heat })}` : "/apply/new";
}

/** An application as its applicant was told, with whether and until when they can write in it. */
function inList(application: Application) {
  const { code, announcedState: state, submittedAt, returnUntil, applyClosesAt } = application;
  const { answers, savedAt, unsent } = textsOf(application);
  const writable = writingNow(application) === "writable";
  return {
    code,
    state,
    projectTitle: answers.projectTitle ?? "",
    savedAt,
    submittedAt,
    unsent: writable && submittedAt !== null && unsent,
    writable,
    until: writable ? (state === "returned" ? returnUntil : applyClosesAt) : null,
    roundTitle: application.announcedRoundTitle,
    roundTitleEn: application.announcedRoundTitleEn,
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Applications(): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const { edition, applications, drafts, begin } = useLoaderData<typeof loader>();
  if (!edition)
    return (
      <div className="grid gap-6">
        <PageHeader title={t("list.title")} />
        <EmptyState title={t("list.noEdition")} />
      </div>
    );
  const { registration, applyOpensAt, applyClosesAt } = edition;
  const open = registration === "open";
  const none = applications.length === 0;
  const start = begin ? (
    <LinkButton to={begin} kind={none ? "primary" : "secondary"} size={none ? "hall" : "base"} icon="plus">
      {t(none ? "list.start" : "list.startAnother")}
    </LinkButton>
  ) : null;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("list.title")}
        lead={t("list.lead", { edition: inLocale(locale, edition.title, edition.titleEn) })}
        actions={none ? null : start}
      />
      <LocalDraftNotice drafts={drafts} codes={applications.map(({ code }) => code)} />
      {registration === "closed" ? <Callout title={t("list.closed")} /> : null}
      {registration === "before" ? (
        <Callout title={t("list.before")}>{applyOpensAt ? <DateTime at={applyOpensAt} /> : null}</Callout>
      ) : null}
      {open && applyClosesAt ? (
        <p>
          {t("list.deadline")}
          <strong>
            <DateTime at={applyClosesAt} />
          </strong>
        </p>
      ) : null}
      {none ? (
        <EmptyState title={t("list.emptyTitle")} action={start}>
          {open ? t("list.empty") : null}
        </EmptyState>
      ) : (
        <ul className="grid gap-4">
          {applications.map((application) => (
            <li key={application.code}>
              <OwnApplication {...application} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/**
 * Says on the list that this device still holds words that no server has, and offers to look at them or let them go
 * (public/local-drafts.js).
 */
function LocalDraftNotice({ drafts, codes }: { drafts: string; codes: readonly string[] }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div data-local-drafts={drafts} hidden>
      <Callout
        kind="warn"
        live
        title={<span data-title={t("kept.list", { codes: "{codes}" })} />}
        action={
          <>
            {codes.map((code) => (
              <span key={code} data-draft-of={code} hidden>
                <LinkButton to={`/apply/${code}?step=choices`}>{t("kept.open", { code })}</LinkButton>
              </span>
            ))}
            <Button type="button" kind="danger">
              {t("kept.forget")}
            </Button>
          </>
        }
      />
      <PageScripts addresses={["/local-drafts.js"]} />
    </div>
  );
}

interface Props {
  code: string;
  state: ApplicationState;
  projectTitle: string;
  savedAt: Date;
  submittedAt: Date | null;
  /** There are changes that were not handed in. */
  unsent: boolean;
  writable: boolean;
  until: Date | null;
  roundTitle: string | null;
  roundTitleEn: string | null;
  progress: ApplicationProgress | null;
}

/** One of the person's applications in their list, with its next step. */
function OwnApplication({ code, state, projectTitle, savedAt, submittedAt, ...rest }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const heat = inLocale(locale, rest.roundTitle, rest.roundTitleEn);
  const toWrite = rest.writable && (state === "draft" || state === "returned" || rest.unsent);
  return (
    <article className="grid gap-3 rounded border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h2 className="min-w-0 text-lg wrap-anywhere">{projectTitle || t("untitled")}</h2>
        <span className="flex flex-wrap gap-2">
          {rest.unsent ? <Badge tone="warn">{t("unsent.title")}</Badge> : null}
          <StateBadge of="application" state={state} />
        </span>
      </div>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <p className="text-ink-soft">
          <span className="font-mono">{code}</span>
          {heat && !rest.progress ? ` · ${heat}` : null}
          {rest.progress ? (
            <strong className="block text-ink">
              <StageLine progress={rest.progress} />
            </strong>
          ) : (
            <br />
          )}
          {t(submittedAt ? "list.submitted" : "list.saved")}
          <DateTime at={submittedAt ?? savedAt} />
          {state === "returned" && rest.until ? (
            <strong className="block text-ink">
              {t("returned.until")} <DateTime at={rest.until} />
            </strong>
          ) : null}
        </p>
        <LinkButton
          to={`/apply/${code}`}
          kind={toWrite ? "primary" : "secondary"}
          iconAfter={toWrite ? "arrow" : undefined}
        >
          {t(toWrite ? "list.continue" : "list.view")}
        </LinkButton>
      </div>
    </article>
  );
}
