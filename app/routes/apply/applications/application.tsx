import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  type MetaFunction,
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
  useSearchParams,
} from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, applicationAction } from "~/reads/applications/application-action.ts";
import { applicationView } from "~/reads/applications/application-view.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { ChoosePage } from "./choose-page.tsx";
import { HandedIn } from "./handed-in.tsx";
import { LostWords } from "./lost-words.tsx";
import { ReturnedNotice } from "./returned-notice.tsx";
import { StepForm } from "./step-form.tsx";
import { stepIn } from "./steps.ts";
import { WithdrawForm } from "./withdraw-form.tsx";

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

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

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
      {form || !answer?.words ? null : <LostWords words={answer.words} />}
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
