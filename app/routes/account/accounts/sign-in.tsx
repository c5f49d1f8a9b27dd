import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import {
  type ClientLoaderFunctionArgs,
  Link,
  type MetaArgs,
  redirectDocument,
  useActionData,
  useLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { parseForm, statusOf } from "~/forms/action.ts";
import { readFields, textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Role } from "~/rules/accounts/access.ts";
import { withForgetMark } from "~/rules/scoring/forget-mark.ts";
import { namedBrowser } from "~/services/auth/asking-browser.ts";
import { ownPage } from "~/services/auth/own-page.ts";
import { signInOptions } from "~/services/auth/passkeys.ts";
import { requestCode } from "~/services/auth/sign-in.ts";
import { now } from "~/services/clock.ts";
import { localPath } from "~/services/http/guard.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findDemoPeople } from "~db/queries/accounts/users.ts";
import { CodeForm, clientOf, EmailForm } from "./code-form.tsx";
import { PasskeyForm } from "./passkey-form.tsx";

export const handle = { plain: true };

const schema = z.object({ email: z.email().max(254), returnTo: z.string().optional() });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const returnTo = localPath(new URL(request.url).searchParams.get("returnTo"));
  const actor = await context.actor();
  if (actor) throw redirect(returnTo === "/" ? withForgetMark(await ownPage(context.db, actor)) : returnTo);
  const { t } = i18nFor(context.locale);
  return {
    title: t("account:signIn.title"),
    description: t("account:signIn.lead"),
    returnTo,
    options: signInOptions(context.settings.baseUrl, now()),
    people: context.settings.demo ? await findDemoPeople(context.db) : [],
  };
}

/** Mails a code and asks for it. The answer is the same whether or not anyone has that address. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readFields(request);
  const parsed = parseForm(form, schema);
  const email = textOf(form, "email");
  const returnTo = localPath(textOf(form, "returnTo"));
  if (!parsed.ok) {
    return data(
      { step: "email" as const, email, returnTo, error: { type: "invalid-input" as const } },
      statusOf(parsed.error),
    );
  }
  const { locale, settings, auth } = context;
  const { browser, headers } = namedBrowser(auth, request);
  const client = { ...clientOf(request, context), browser };
  const requested = await requestCode(auth, { email: parsed.value.email, locale, client });
  if (!requested.ok)
    return data({ step: "email" as const, email, returnTo, error: requested.error }, statusOf(requested.error));
  return data({ step: "code" as const, email, returnTo, demo: settings.demo }, { headers });
}

/** Its scripts belong to a document: whoever comes from another page loads this one as such. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = (args: MetaArgs<typeof loader>) => [
  ...titled<typeof loader>((page) => page.title)(args),
  { name: "description", content: args.data?.description },
];

export default function SignIn(): ReactNode {
  const { t } = useTranslation(["account", "tablet"]);
  const { returnTo, options, people } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer?.step === "code") return <CodeForm {...answer} />;
  return (
    <div className="grid gap-6">
      <PageHeader title={t("signIn.title")} lead={t("signIn.lead")} />
      {returnTo.startsWith("/judge") ? (
        <p>
          <Link to="/pair" className="inline-flex min-h-12 items-center">
            {t("tablet:pair.instead")}
          </Link>
        </p>
      ) : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          <EmailForm returnTo={returnTo} {...answer} />
          <PasskeyForm options={options} returnTo={answer?.returnTo ?? returnTo} />
        </div>
        {people.length > 0 ? <DemoPeople people={people} returnTo={answer?.returnTo ?? returnTo} /> : null}
      </div>
    </div>
  );
}

interface Props {
  people: { id: string; name: string; email: string; roles: Role[] }[];
  returnTo: string;
}

/** The demo's one-click identities. */
function DemoPeople({ people, returnTo }: Props): ReactNode {
  const { t } = useTranslation(["account", "ui"]);
  return (
    <Card title={t("demo.title")}>
      <p className="mb-4 text-ink-soft">
        {t("demo.lead")} {t("demo.factor")}
      </p>
      <ul className="grid gap-2">
        {people.map((person) => (
          <li key={person.id}>
            <form method="post" action="/sign-in/demo">
              <input type="hidden" name="returnTo" value={returnTo} />
              <input type="hidden" name="userId" value={person.id} />
              <Button wide className="*:grow" aria-describedby={`as-${person.id}`}>
                <span className="flex grow flex-wrap items-center gap-x-2 gap-y-1 text-start">
                  {person.name} <span className="text-sm font-normal text-ink-soft">{person.email}</span>
                  {(person.roles.length > 0 ? person.roles : (["applicant"] as const)).map((role) => (
                    <Badge key={role} tone="structure">
                      {t(`ui:role.${role}`)}
                    </Badge>
                  ))}
                </span>
              </Button>
              <span id={`as-${person.id}`} className="sr-only">
                {t("demo.as")}
              </span>
            </form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
