import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, redirectDocument, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { statusOf } from "~/forms/action.ts";
import { readFields, textOf } from "~/forms/fields.ts";
import { useRefusalText } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { signInWithPasskey } from "~/services/auth/passkey-sign-in.ts";
import { signInOptions } from "~/services/auth/passkeys.ts";
import { now } from "~/services/clock.ts";
import { localPath } from "~/services/http/guard.ts";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { addressAfterSignIn, clientOf, EmailForm } from "./code-form.tsx";
import { PasskeyForm } from "./passkey-form.tsx";

export const handle = { plain: true };

export async function loader({ context }: LoaderFunctionArgs) {
  return {
    title: i18nFor(context.locale).t("passkey:signIn.title"),
    options: signInOptions(context.settings.baseUrl, now()),
  };
}

/** Exchanges what a passkey answered for a session. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readFields(request);
  const returnTo = localPath(textOf(form, "returnTo"));
  const client = clientOf(request, context);
  const answer = await signInWithPasskey(context.auth, { answer: textOf(form, "answer"), client });
  if (answer.ok) throw redirect(addressAfterSignIn(returnTo), { status: 303, headers: answer.headers });
  return data({ returnTo, error: answer.error }, statusOf(answer.error));
}

/** Its scripts belong to a document: whoever comes from another page loads this one as such. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

/** After one that did not pass: another try, or the code by mail. */
export default function SignInPasskey(): ReactNode {
  const { t } = useTranslation(["passkey", "account", "errors"]);
  const { options, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const textOfRefusal = useRefusalText();
  const returnTo = answer?.returnTo ?? "/";
  const error = answer?.error;
  const message =
    error &&
    ("retryAfterSeconds" in error
      ? t("account:signIn.wait", { count: Math.ceil(error.retryAfterSeconds / 60) })
      : textOfRefusal(error.type).whole);
  return (
    <div className="grid max-w-prose gap-6">
      <PageHeader title={title} />
      <ErrorSummary errors={message ? [{ message }] : []} />
      <PasskeyForm options={options} returnTo={returnTo} />
      <EmailForm returnTo={returnTo} />
    </div>
  );
}
