import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { findByIdentity } from "~/commands/screening/find-by-identity.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { editionFor } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";

/** Finds applications by the number of an identity document. The number is sent, never part of an address, and not shown again. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "screen");
  return { documentTitle: i18nFor(args.context.locale).t("privacy:find.title"), slug: edition.slug };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const input = { edition: params.edition, number: textOf(form, "number") };
  const answer = await findByIdentity({ db: by.db, actor: by.actor }, input);
  if (answer.ok) return data({ found: answer.value.found, error: null });
  return refused(answer.error, request, { found: null });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function FindIdentity(): ReactNode {
  const { t } = useTranslation(["privacy", "screening"]);
  const { slug } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("find.title")}
        lead={t("find.lead")}
        breadcrumbs={[{ to: `/organize/editions/${slug}/applications`, label: t("screening:list.title") }]}
      />
      <RefusalSummary error={answer?.error?.type === "invalid-input" ? null : answer?.error} />
      <Card>
        <Form method="post" className="flex flex-wrap items-end gap-3">
          <TextField
            name="number"
            label={t("find.number")}
            error={answer?.error?.type === "invalid-input" ? t("find.wrong") : undefined}
            autoComplete="off"
            spellCheck={false}
            width="medium"
          />
          <SubmitButton kind="primary">{t("find.go")}</SubmitButton>
        </Form>
      </Card>
      {answer?.found ? (
        <Card title={t("find.found", { count: answer.found.length })}>
          {answer.found.length === 0 ? (
            <Callout live>{t("find.none")}</Callout>
          ) : (
            <ul className="grid gap-2">
              {answer.found.map(({ code, projectTitle, state }) => (
                <li key={code} className="flex flex-wrap items-center gap-x-4 gap-y-1">
                  <Link to={`/organize/applications/${code}`} className="inline-flex min-h-11 items-center">
                    {projectTitle ?? code}
                  </Link>
                  <span className="font-mono text-sm text-ink-soft">{code}</span>
                  <StateBadge of="application" state={state as ApplicationState} />
                </li>
              ))}
            </ul>
          )}
        </Card>
      ) : null}
    </div>
  );
}
