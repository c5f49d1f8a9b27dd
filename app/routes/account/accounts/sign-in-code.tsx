import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, redirectDocument, useActionData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { parseForm, statusOf } from "~/forms/action.ts";
import { readFields } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { askingBrowser } from "~/services/auth/asking-browser.ts";
import { signInWithCode } from "~/services/auth/sign-in.ts";
import { localPath } from "~/services/http/guard.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { PageScripts } from "~/ui/page-scripts.tsx";
import { titled } from "~/ui/page-title.ts";
import { addressAfterSignIn, CodeForm, clientOf, EmailForm } from "./code-form.tsx";

export const handle = { plain: true };

/** A code of ours has six digits: whatever is longer than anybody types is wrong all the same, and said to be. */
const code = z.string().transform((typed) => typed.slice(0, 40));
const form = z.object({ email: z.email().max(254), code, returnTo: z.string().optional() });

export async function loader({ context }: LoaderFunctionArgs) {
  return { title: i18nFor(context.locale).t("account:signIn.title") };
}

/** Exchanges the code for a session. */
export async function action({ request, context }: ActionFunctionArgs) {
  const parsed = parseForm(await readFields(request), form);
  if (!parsed.ok) throw redirect("/sign-in", 303);
  const { email, code } = parsed.value;
  const { locale, settings, auth } = context;
  const returnTo = localPath(parsed.value.returnTo);
  const client = { ...clientOf(request, context), browser: askingBrowser(auth, request) };
  const answer = await signInWithCode(auth, { email, code, locale, client });
  if (answer.ok) throw redirect(addressAfterSignIn(returnTo), { status: 303, headers: answer.headers });
  return data({ email, returnTo, demo: settings.demo, error: answer.error }, statusOf(answer.error));
}

/** Its scripts belong to a document: whoever comes from another page loads this one as such. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

/** Without a code under way, the first step. */
export default function SignInCode(): ReactNode {
  const { t } = useTranslation("account");
  const answer = useActionData<typeof action>();
  if (answer) return <CodeForm {...answer} />;
  return (
    <div className="grid max-w-prose gap-6">
      <PageHeader title={t("signIn.title")} lead={t("signIn.lead")} />
      <EmailForm returnTo="/" />
      <PageScripts addresses={["/sign-in.js"]} />
    </div>
  );
}
