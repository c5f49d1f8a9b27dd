import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { proveIdentity } from "~/commands/accounts/prove-identity.ts";
import { readForm, refused, statusOf } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { namedBrowser } from "~/services/auth/asking-browser.ts";
import { findSession } from "~/services/auth/auth.ts";
import { requestCode, signInWithCode } from "~/services/auth/sign-in.ts";
import { localPath, signedIn } from "~/services/http/guard.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ErrorSummary, FactorField, useFactorFault } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { deleteSession } from "~db/queries/accounts/sessions.ts";
import { MailedCodeField } from "./code-form.tsx";

/** Where somebody shows that they are still who signed in: by their second factor, or by a code to their mailbox. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { id, email, proven } = await signedIn({ request, context });
  const { searchParams } = new URL(request.url);
  return {
    title: i18nFor(context.locale).t("account:confirm.title"),
    email,
    means: await findFactorMeans(context.db, id),
    done: proven === true && searchParams.has("done"),
    returnTo: localPath(searchParams.get("returnTo")),
    demo: context.settings.demo,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await signedIn({ request, context });
  const { form, by, intent } = await readForm({ request, context });
  const { auth, db, locale } = context;
  const here = await findSession(auth, request);
  const address = new URL(request.url);
  address.searchParams.set("done", "1");
  const done = address.pathname + address.search;
  if (intent === "factor") {
    const answer = await proveIdentity(by, { sessionId: here?.session.id, code: textOf(form, "code") });
    return answer.ok ? redirect(done, 303) : refused(answer.error, request, { step: "factor" as const });
  }
  const { browser, headers } = namedBrowser(auth, request);
  const client = { address: context.clientAddress, userAgent: request.headers.get("user-agent"), browser };
  if (intent === "send") {
    const sent = await requestCode(auth, { email: actor.email, locale, client });
    if (sent.ok) return data({ step: "code" as const, error: null }, { headers });
    return data({ step: "send" as const, error: sent.error }, statusOf(sent.error));
  }
  const answer = await signInWithCode(auth, {
    email: actor.email,
    code: textOf(form, "mailed").slice(0, 40),
    locale,
    client,
  });
  if (!answer.ok) return data({ step: "code" as const, error: answer.error }, statusOf(answer.error));
  if (here) await deleteSession(db, actor.id, here.session.id);
  return redirect(done, { status: 303, headers: answer.headers });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Confirm(): ReactNode {
  const { t } = useTranslation(["account", "errors", "passkey"]);
  const { title, email, means, done, returnTo, demo, idempotencyKey } = useLoaderData<typeof loader>();
  const hasFactor = means.totp || means.passkey;
  const answer = useActionData<typeof action>();
  const error = answer?.error;
  const fault = useFactorFault()(error?.type);
  const wrong = error?.type === "code-wrong" ? t("errors:code-wrong.title") : undefined;
  const waits = error && "retryAfterSeconds" in error ? Math.ceil(error.retryAfterSeconds / 60) : null;
  const errors = [
    ...(fault ? [{ id: "code", message: fault }] : []),
    ...(wrong ? [{ id: "mailed", message: wrong }] : []),
  ];
  if (done)
    return (
      <div className="grid max-w-prose gap-6">
        <PageHeader title={title} />
        <Callout
          kind="ok"
          live
          title={t("confirm.done")}
          action={
            returnTo === "/" ? undefined : (
              <LinkButton kind="primary" to={returnTo} reloadDocument iconAfter="arrow">
                {t("confirm.goOn")}
              </LinkButton>
            )
          }
        >
          {returnTo === "/" ? t("confirm.back") : null}
        </Callout>
      </div>
    );
  return (
    <div className="grid max-w-prose gap-6">
      <PageHeader title={title} lead={t("confirm.lead")} />
      <ErrorSummary errors={errors} />
      {waits === null ? null : (
        <Callout kind="warn" live title={t("errors:too-many-requests.title")}>
          {t("signIn.wait", { count: waits })}
        </Callout>
      )}
      {hasFactor ? (
        <Card title={means.totp ? t("confirm.byFactor") : t("passkey:show.use")}>
          <ActionForm idempotencyKey={idempotencyKey} noValidate className="grid gap-4">
            <FactorField error={fault} means={means} />
            <div>
              <SubmitButton kind="primary" intent="factor">
                {t("confirm.do")}
              </SubmitButton>
            </div>
          </ActionForm>
        </Card>
      ) : null}
      <Card title={t("confirm.byMail")}>
        {answer?.step === "code" ? (
          <ActionForm noValidate className="grid gap-4">
            <p>{t("signIn.sent", { email })}</p>
            {demo ? (
              <p>
                <LinkButton to="/outbox" target="_blank">
                  {t("demo.openOutbox")}
                </LinkButton>
              </p>
            ) : null}
            <MailedCodeField name="mailed" wrong={wrong !== undefined} />
            <div>
              <SubmitButton kind="primary" intent="code">
                {t("confirm.do")}
              </SubmitButton>
            </div>
          </ActionForm>
        ) : (
          <ActionForm className="grid gap-4">
            <p>{t("confirm.mailText", { email })}</p>
            <div>
              <SubmitButton kind={hasFactor ? undefined : "primary"} intent="send">
                {t("signIn.send")}
              </SubmitButton>
            </div>
          </ActionForm>
        )}
      </Card>
    </div>
  );
}
