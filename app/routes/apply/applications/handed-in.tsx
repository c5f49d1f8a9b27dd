import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationView } from "~/reads/applications/application-view.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout, type CalloutKind } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { useRefusalWords } from "./refusal-words.ts";
import type { Refused } from "./saved.ts";
import { SubmittedFiles } from "./submitted-files.tsx";

interface Props {
  view: ApplicationView & { idempotencyKey: string };
  /** Why the last button did nothing. */
  error: Refused | null;
}

/** What was handed in and what has come of it, to read; and the way to change it as long as it can be changed. */
export function HandedIn({ view, error }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const words = useRefusalWords();
  const { handedIn, code, state } = view;
  return (
    <>
      {error ? (
        <Callout kind="danger" live>
          {words(error.type)}
        </Callout>
      ) : null}
      {state === "draft" || state === "returned" ? null : <StateNotice view={view} state={state} />}
      {view.writing === "deadline-passed" && handedIn ? <Callout title={t("writing.deadlinePassed")} /> : null}
      {view.writing === "deadline-passed" && !handedIn ? <NeverSubmitted code={code} /> : null}
      {view.writing === "screening-begun" ? <Callout title={t("writing.screeningBegun")} /> : null}
      {handedIn?.unsent && view.form ? <Unsent view={view} /> : null}
      {handedIn && view.form && !handedIn.unsent && state !== "returned" ? (
        <div className="flex flex-wrap items-center gap-3">
          <LinkButton to={`/apply/${code}?step=choices`} icon="pen">
            {t("writing.edit")}
          </LinkButton>
          <span className="text-ink-soft">
            {t("writing.until")} {view.closesAt ? <DateTime at={view.closesAt} /> : null}
          </span>
        </div>
      ) : null}
      {handedIn ? (
        <>
          <ApplicationAnswers answers={handedIn.answers} chosen={view.titles} identityMasked={view.identityMasked} />
          <SubmittedFiles attachments={view.attachments} />
        </>
      ) : null}
    </>
  );
}

/** A draft that the deadline has overtaken: it can be read still. */
function NeverSubmitted({ code }: { code: string }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <Callout
      title={t("writing.neverSubmitted")}
      action={
        <LinkButton to={`/apply/${code}/preview`} icon="eye">
          {t("writing.readDraft")}
        </LinkButton>
      }
    />
  );
}

function StateNotice({ view, state }: { view: ApplicationView; state: Shown }): ReactNode {
  const { t } = useTranslation(["apply", "runSheet"]);
  const locale = useLocale();
  const { heat, handedIn, code } = view;
  return (
    <Callout
      kind={kinds[state]}
      title={t(`view.state.${state}.title`, { round: inLocale(locale, heat.title, heat.titleEn) })}
      action={
        state === "qualified" && heat.invites ? (
          <LinkButton to={`/apply/${code}/invitation`} icon="file">
            {t("runSheet:invitation.open_link")}
          </LinkButton>
        ) : undefined
      }
    >
      <p className="wrap-anywhere whitespace-pre-line">
        {t(`view.state.${state}.text`, { reason: view.reason ?? "" })}
      </p>
      {state === "qualified" && heat.startsAt ? (
        <p className="font-semibold">
          <DateTime at={heat.startsAt} timeZone={heat.timeZone ?? undefined} />{" "}
          {inLocale(locale, heat.venue, heat.venueEn)}
        </p>
      ) : null}
      {handedIn ? (
        <p className="text-sm">
          {t("view.submittedAt")} <DateTime at={handedIn.submittedAt} />
        </p>
      ) : null}
    </Callout>
  );
}

/** Changes after the submission that nobody else sees yet: hand them in, or let them go. */
function Unsent({ view }: { view: Props["view"] }): ReactNode {
  const { t } = useTranslation("apply");
  const { code, idempotencyKey } = view;
  return (
    <Callout
      kind="warn"
      title={t("unsent.title")}
      action={
        <>
          <LinkButton to={`/apply/${code}?step=submit`} kind="primary">
            {t("unsent.submit")}
          </LinkButton>
          <LinkButton to={`/apply/${code}?step=choices`} icon="pen">
            {t("unsent.edit")}
          </LinkButton>
          <Form method="post" action={`/apply/${code}`}>
            <input type="hidden" name="version" value={view.form?.saved.version ?? 0} />
            <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-discard`} />
            <SubmitButton intent="discard" kind="danger">
              {t("unsent.drop")}
            </SubmitButton>
          </Form>
        </>
      }
    >
      {t("unsent.text")}
    </Callout>
  );
}

type Shown = Exclude<ApplicationState, "draft" | "returned">;
const kinds: Record<Shown, CalloutKind> = {
  submitted: "info",
  qualified: "ok",
  ineligible: "warn",
  waiting: "info",
  withdrawn: "info",
};
