import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { revealIdentity } from "~/commands/applications/reveal-identity.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { can } from "~/rules/accounts/access.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { findIdentity } from "~db/queries/applications/identities.ts";
import { RevealIdentity } from "./reveal-identity.tsx";

const noStore = { headers: { "Cache-Control": "no-store" } };

/** The masked number of an application; all of it only as the answer to a reason. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const actor = await signedIn({ request, context });
  const application = await findApplication(context.db, params.code ?? "");
  if (!application?.submittedAt || !can(actor, "screen", { editionId: application.editionId })) throw notFound();
  const identity = await findIdentity(context.db, application.id);
  const shown = identity ? { kind: identity.kind, masked: identity.masked } : null;
  const title = `${i18nFor(context.locale).t("privacy:identity.title")} · ${application.code}`;
  return data({ title, code: application.code, identity: shown }, noStore);
}

/** Records the look and answers the number, once. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const reason = textOf(form, "reason");
  const answer = await revealIdentity({ db: by.db, actor: by.actor }, { code: params.code, reason });
  return answer.ok ? data(answer.value, noStore) : refused(answer.error, request, { reason });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Identity(): ReactNode {
  const { t } = useTranslation("privacy");
  const { title, code, identity } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  return (
    <div className="grid gap-6">
      <PageHeader
        title={title}
        actions={
          <LinkButton to={`/organize/applications/${code}`} icon="left">
            {t("identity.back")}
          </LinkButton>
        }
      />
      <Card>
        {identity ? <RevealIdentity code={code} {...identity} answered={answered} /> : <p>{t("identity.none")}</p>}
      </Card>
    </div>
  );
}
