import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { deleteOwnData } from "~/commands/accounts/delete-own-data.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { type ErasureOutcome, erasureOutcome } from "~/rules/accounts/erasure.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { signOut } from "~/services/auth/sign-in.ts";
import { signedIn } from "~/services/http/guard.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findOwnToErase, isInOffice } from "~db/queries/accounts/own-data.ts";

/** What the person may take along, and what an erasure would do: said before they ask for it. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { id, email } = await signedIn({ request, context });
  const [applications, inOffice] = await Promise.all([findOwnToErase(context.db, id), isInOffice(context.db, id)]);
  return {
    title: i18nFor(context.locale).t("privacy:data.title"),
    idempotencyKey: randomUUID(),
    email,
    inOffice,
    // By the state that they know: a decision which is not announced must not show here
    plan: applications.map(({ code, announcedState, entries, contact }) => {
      const fate = erasureOutcome(announcedState, entries);
      return { code, fate, state: announcedState, contact: fate === "wait" ? contact : null };
    }),
  };
}

/** Erases all of it, and ends the session. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const answer = await deleteOwnData(by, { email: textOf(form, "email") });
  if (!answer.ok) return refused(answer.error, request);
  return redirect("/account/erased", { status: 303, headers: await signOut(context.auth, request) });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function OwnData(): ReactNode {
  const { t } = useTranslation(["privacy", "ui"]);
  const { title, ...page } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader title={title} lead={t("data.lead")} />
      <Card title={t("data.exportTitle")}>
        <div className="grid max-w-prose gap-4">
          <p>{t("data.exportText")}</p>
          <p className="text-ink-soft">{t("data.exportNote")}</p>
          <Form method="post" action="/account/data/export" reloadDocument>
            <Button icon="down">{t("data.exportButton")}</Button>
          </Form>
        </div>
      </Card>
      <Card title={t("data.deleteTitle")}>
        <Deletion {...page} />
      </Card>
    </div>
  );
}

type Page = Omit<Awaited<ReturnType<typeof loader>>, "title">;

/** Why it cannot be done now, or what it does with the one confirmation that it asks for. */
function Deletion({ email, idempotencyKey, inOffice, plan }: Page): ReactNode {
  const { t } = useTranslation(["privacy", "errors"]);
  const error = useActionData<typeof action>()?.error;
  if (inOffice) return <Callout title={t("data.staffTitle")}>{t("data.staff")}</Callout>;
  const waiting = plan.filter((each) => each.fate === "wait");
  if (waiting.length > 0) {
    const codes = waiting.map((each) => each.code).join("、");
    const contact = waiting.find((each) => each.contact)?.contact ?? t("data.noContact");
    return <Callout title={t("data.judgedTitle")}>{t("data.judged", { codes, contact })}</Callout>;
  }
  const wrong = error?.type === "email-differs" || error?.type === "invalid-input";
  const other = error && !wrong ? [{ message: t(`errors:${error.type}.title`) }] : [];
  return (
    <ActionForm idempotencyKey={idempotencyKey} noValidate className="grid max-w-prose gap-4">
      <ErrorSummary errors={wrong ? [{ id: "email", message: t("data.confirmWrong") }] : other} />
      <p>{t("data.deleteText")}</p>
      <ErasurePlan plan={plan} />
      <TextField
        name="email"
        type="email"
        label={t("data.confirmEmail", { email })}
        error={wrong ? t("data.confirmWrong") : undefined}
        autoComplete="off"
        required
      />
      <div>
        <Button kind="danger">{t("data.deleteButton")}</Button>
      </div>
    </ActionForm>
  );
}

interface Props {
  plan: { code: string; fate: ErasureOutcome; state: ApplicationState }[];
}

/** Everything that an erasure will do, line by line, and what it leaves. */
export function ErasurePlan({ plan }: Props): ReactNode {
  const { t } = useTranslation(["privacy", "ui"]);
  const words = { withdraw: "data.withdraws", erase: "data.erases", "keep-result": "data.keepsResult" } as const;
  return (
    <ul className="grid list-disc gap-2 ps-5">
      {plan.map(({ code, fate, state }) =>
        fate === "wait" ? null : (
          <li key={code}>{t(words[fate], { code, state: t(`ui:state.application.${state}`) })}</li>
        ),
      )}
      {plan.length > 0 ? <li>{t("data.files")}</li> : null}
      <li>{t("data.account")}</li>
      <li>{t("data.mails")}</li>
      <li>{t("data.stays")}</li>
    </ul>
  );
}
