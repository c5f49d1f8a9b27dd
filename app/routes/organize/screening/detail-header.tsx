import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { Neighbours } from "./neighbours.tsx";

interface Props {
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
export function DetailHeader({ application, editionSlug, query, neighbours }: Props): ReactNode {
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
