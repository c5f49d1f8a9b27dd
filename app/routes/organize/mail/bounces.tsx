import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { resendMail } from "~/commands/mail/resend-mail.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { TemplateName } from "~/mail/templates.ts";
import { askedPage } from "~/services/http/asked-page.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Badge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListPages } from "~/ui/pages.tsx";
import { findLostMails } from "~db/queries/mail/mails.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { MailState, useMailProblems } from "./pending-group.tsx";

/** The mails of the edition that did not arrive, the latest first. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const { db, locale } = args.context;
  return {
    documentTitle: `${i18nFor(locale).t("mail:tab.bounces")} · ${i18nFor(locale).t("mail:title")}`,
    idempotencyKey: randomUUID(),
    slug: edition.slug,
    base: `/organize/editions/${edition.slug}/mail`,
    page: await askedPage(args.request, (at) => findLostMails(db, edition.id, at)),
  };
}

/** Sends one of them again. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const mail = textOf(form, "mail");
  const address = textOf(form, "address").trim();
  const result = await resendMail(by, { edition: params.edition, mail, address });
  return result.ok ? { done: true as const } : refused(result.error, request, { mail, address });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Bounces(): ReactNode {
  const { t } = useTranslation("mail");
  const { idempotencyKey, slug, base, page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const failed = answer && "error" in answer ? answer : undefined;
  const refusal = useMailProblems(failed?.error, () => `address-${failed?.mail}`);
  return (
    <>
      <ErrorSummary errors={refusal.errors} />
      {answer && "done" in answer ? (
        <Callout kind="ok" live>
          {t("bounces.resent")}
        </Callout>
      ) : null}
      <p className="max-w-prose">{t("bounces.lead")}</p>
      <DataTable
        label={t("bounces.table")}
        rows={page.rows}
        rowKey={(mail) => mail.id}
        empty={
          <EmptyState title={t("bounces.emptyTitle")} icon="ok">
            {t("bounces.empty")}
          </EmptyState>
        }
        columns={[
          {
            key: "mail",
            header: t("bounces.mail"),
            rowHeader: true,
            cell: (mail) => <Link to={`${base}/mails/${mail.id}`}>{t(`kind.${mail.template as TemplateName}`)}</Link>,
          },
          {
            key: "project",
            header: t("bounces.project"),
            cell: ({ code, projectTitle }) =>
              code ? (
                <>
                  {projectTitle} <Link to={`/organize/applications/${code}`}>{code}</Link>
                </>
              ) : null,
          },
          { key: "recipient", header: t("bounces.recipient"), cell: (mail) => mail.recipient },
          {
            key: "reason",
            header: t("bounces.reason"),
            cell: (mail) => (
              <div className="grid gap-1">
                <MailState {...mail} />
                <span className="text-ink-soft text-sm">{mail.deliveryDetail ?? mail.error}</span>
              </div>
            ),
          },
          { key: "at", header: t("bounces.at"), cell: (mail) => <DateTime at={mail.createdAt} /> },
          {
            key: "again",
            header: t("bounces.resend"),
            cell: (mail) =>
              mail.again ? (
                <Badge tone="ok">{t("bounces.again")}</Badge>
              ) : mail.code ? (
                <ConfirmForm
                  opener={t("bounces.opener")}
                  consequence={t("bounces.addressHint")}
                  confirm={t("bounces.resend")}
                  intent="resend"
                  hidden={{ idempotencyKey: `${idempotencyKey}-${mail.id}`, mail: mail.id }}
                  kind="secondary"
                  size="row"
                  reason={false}
                  open={failed?.mail === mail.id}
                >
                  <TextField
                    name="address"
                    id={`address-${mail.id}`}
                    type="email"
                    label={t("bounces.address")}
                    defaultValue={failed?.mail === mail.id ? failed.address : mail.recipient}
                    error={failed?.mail === mail.id ? refusal.at("address") : undefined}
                    required
                  />
                </ConfirmForm>
              ) : null,
          },
        ]}
      />
      <ListPages previous={page.previous} next={page.next} />
      {page.rows.length > 0 ? <ListExport edition={slug} list="bounces" /> : null}
    </>
  );
}
