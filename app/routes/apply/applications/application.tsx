import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  Link,
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
  useSearchParams,
} from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRefusalWords } from "~/forms/problems.tsx";
import { type ApplicationState, isWithdrawable } from "~/rules/applications/application-state.ts";
import type { FieldTexts } from "~/rules/applications/merge-texts.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { formatTime } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { type Answer, applicationAction, applicationView } from "./application.server.ts";
import { OptionsContext } from "./attachment-kind-fields.tsx";
import { HandedIn, TextChooser } from "./handed-in.tsx";
import { type FormChoices, usePathName } from "./leader-fields.tsx";
import { ShownText } from "./shown-text.tsx";
import { StepForm } from "./step-form.tsx";
import { type FormStep, stepAddress, stepIn, stepOf } from "./use-edit-state.ts";

/** The applicant's own application: the form in steps while it can be written, and what was handed in. */
export async function loader(args: LoaderFunctionArgs) {
  return { ...(await applicationView(args)), idempotencyKey: randomUUID() };
}

export async function action(args: ActionFunctionArgs) {
  return await applicationAction(args);
}

/** Going from step to step asks nothing of the server, so that it works without the network. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const between = currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  return between && !formMethod && stepIn(currentUrl.searchParams) && stepIn(nextUrl.searchParams)
    ? false
    : defaultShouldRevalidate;
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function ApplicationPage(): ReactNode {
  const { t } = useTranslation("apply");
  const view = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const [search] = useSearchParams();
  const { code, state, projectTitle, form, handedIn } = view;
  const step = form ? stepIn(search) : null;
  const [writtenTitle, setWrittenTitle] = useState<string | null>(null);
  if (answer?.differing && form && step)
    return <ChoosePage code={code} step={step} options={form.options} differing={answer.differing} />;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={(form && writtenTitle !== null ? writtenTitle : projectTitle) || t("untitled")}
        breadcrumbs={[
          { to: "/apply", label: t("list.title") },
          ...(handedIn && step ? [{ to: `/apply/${code}`, label: code }] : []),
        ]}
        state={<StateBadge of="application" state={state} />}
        lead={
          <>
            {t("code", { code })}
            {form && view.closesAt && state !== "returned" ? (
              <>
                {" · "}
                {t("deadline")} <DateTime at={view.closesAt} />
              </>
            ) : null}
          </>
        }
      />
      {view.returned ? <ReturnedNotice code={code} {...view.returned} brief={step !== null} /> : null}
      {form && step ? (
        <StepForm
          key={code}
          code={code}
          view={form}
          step={step}
          idempotencyKey={view.idempotencyKey}
          onTitle={setWrittenTitle}
          words={answer?.words}
          failed={answer?.problems ? { problems: answer.problems } : null}
          refused={answer?.intent === "save" || answer?.intent === "submit" ? answer.error : null}
        />
      ) : null}
      {form || !answer?.words ? null : <UnsavedTexts words={answer.words} />}
      {step ? null : <HandedIn view={view} error={answer && answer.intent !== "withdraw" ? answer.error : null} />}
      {step && step !== "submit" ? null : (
        <WithdrawForm
          code={code}
          state={state}
          idempotencyKey={`${view.idempotencyKey}-withdraw`}
          error={answer?.intent === "withdraw" ? answer.error : null}
        />
      )}
    </div>
  );
}

/** What was sent without script and can be saved no more: shown once, so that it can be copied. */
export function UnsavedTexts({ words }: { words: FieldTexts }): ReactNode {
  const { t } = useTranslation("apply");
  const items = Object.entries(words).map(([name, text]) => ({
    term: t(`field.${name as "summary"}`),
    detail: <ShownText name={name} text={text} />,
  }));
  if (items.length === 0) return null;
  return (
    <Card title={t("writing.lost")}>
      <DetailList items={items} />
    </Card>
  );
}

interface WithdrawFormProps {
  code: string;
  state: ApplicationState;
  idempotencyKey: string;
  error: { type: string } | null;
}

/** Takes the application back, with a reason; for a draft: gives it up. */
export function WithdrawForm({ code, state, idempotencyKey, error }: WithdrawFormProps): ReactNode {
  const { t } = useTranslation(["apply", "errors"]);
  const words = useRefusalWords("apply:refusal");
  if (!isWithdrawable(state)) return null;
  return (
    <ConfirmForm
      action={`/apply/${code}`}
      opener={t(state === "draft" ? "withdraw.discard" : "withdraw.opener")}
      consequence={t("withdraw.consequence")}
      confirm={t("withdraw.confirm")}
      intent="withdraw"
      hidden={{ state, idempotencyKey }}
      reason={{ hint: t("withdraw.hint") }}
      error={error ? (error.type === "invalid-input" ? t("errors:field.reason") : words(error.type)) : undefined}
    />
  );
}

interface ChoosePageProps {
  code: string;
  step: FormStep;
  options: FormChoices;
  differing: NonNullable<Answer["differing"]>;
}

/** Without script: the step was saved but for these fields, which were changed elsewhere too. Nothing goes on before one has chosen. */
export function ChoosePage({ code, step, options, differing }: ChoosePageProps): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <OptionsContext.Provider value={options}>
      <div className="grid gap-6">
        <PageHeader
          title={t("conflict.page")}
          breadcrumbs={[
            { to: "/apply", label: t("list.title") },
            { to: stepAddress(code, step), label: code },
          ]}
        />
        <TextChooser
          title={t("conflict.title")}
          fields={differing.fields}
          mine={t("conflict.here")}
          theirs={t("conflict.there", { time: formatTime(differing.at) })}
          action={stepAddress(code, step)}
        >
          <p>{t("conflict.text")}</p>
        </TextChooser>
      </div>
    </OptionsContext.Provider>
  );
}

interface ReturnedNoticeProps {
  code: string;
  reason: string | null;
  corrections: readonly Correction[];
  until: Date | null;
  writable: boolean;
  /** Above the form, where the reasons stand beside their fields as well. */
  brief: boolean;
}

/** What the screeners want corrected: in general, and field by field with the way there; and until when. */
export function ReturnedNotice({ code, reason, corrections, until, writable, brief }: ReturnedNoticeProps): ReactNode {
  const { t } = useTranslation("apply");
  const nameOf = usePathName();
  return (
    <Callout
      kind="warn"
      title={t("returned.title")}
      action={
        writable && !brief ? (
          <LinkButton to={stepAddress(code, stepOf(corrections[0]?.path ?? "round"))} kind="primary" iconAfter="arrow">
            {t("returned.mend")}
          </LinkButton>
        ) : null
      }
    >
      {reason ? <p className="wrap-anywhere whitespace-pre-line">{reason}</p> : null}
      {corrections.length > 0 ? (
        <ul className="grid gap-1">
          {corrections.map(({ path, reason }) => (
            <li key={`${path} ${reason}`} className="wrap-anywhere">
              {writable ? (
                <Link
                  to={`/apply/${code}?step=${stepOf(path)}#${path}`}
                  className="inline-flex min-h-8 items-center font-medium"
                >
                  {nameOf(path)}
                </Link>
              ) : (
                <span className="font-medium">{nameOf(path)}</span>
              )}
              {t("returned.colon")}
              {reason}
            </li>
          ))}
        </ul>
      ) : null}
      {until ? (
        <p className="font-semibold">
          {t("returned.until")} <DateTime at={until} />
        </p>
      ) : null}
    </Callout>
  );
}
