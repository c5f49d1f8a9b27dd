import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { subjectOf } from "~/mail/templates.ts";
import { fromBase32 } from "~/primitives/base32.ts";
import { codeAt, stepAt } from "~/primitives/totp.ts";
import { demoFactorKey } from "~/rules/accounts/second-factor.ts";
import type { MailWords } from "~/rules/mail/mail-words.ts";
import { invitationLinks } from "~/services/auth/invitation-token.ts";
import { now } from "~/services/clock.ts";
import { askedPage } from "~/services/http/asked-page.ts";
import { notFound } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListPages } from "~/ui/pages.tsx";
import { findNewestMails } from "~db/queries/mail/mails.ts";

/** The demo's mail, the newest first. Outside of the demo there is nothing here. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { settings, db, locale } = context;
  if (!settings.demo) throw notFound();
  const links = invitationLinks(settings);
  const { rows, ...beside } = await askedPage(request, (at) => findNewestMails(db, at));
  return {
    title: i18nFor(locale).t("account:outbox.title"),
    factor: { key: demoFactorKey, code: codeAt(fromBase32(demoFactorKey), stepAt(now())) },
    beside,
    mails: rows.map(({ id, recipient, state, createdAt, ownSubject, ownText, ...mail }) => ({
      id,
      recipient,
      createdAt,
      subject: subjectOf(mail, links, wordsOf(ownSubject, ownText)),
      state: state as "queued" | "sent" | "failed" | "held",
    })),
  };
}

function wordsOf(subject: string | null, text: string | null): MailWords | null {
  return subject !== null && text !== null ? { subject, text } : null;
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Outbox(): ReactNode {
  const { t } = useTranslation(["account", "ui"]);
  const { mails, beside, factor } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader title={t("outbox.title")} lead={t("outbox.lead")} />
      <Callout title={t("outbox.factor", factor)}>
        {t("outbox.factorText")} <code className="font-mono break-all">{factor.key}</code>
      </Callout>
      <DataTable
        label={t("outbox.title")}
        rows={mails}
        rowKey={(mail) => mail.id}
        empty={<EmptyState title={t("outbox.empty")}>{t("outbox.emptyText")}</EmptyState>}
        columns={[
          {
            key: "subject",
            header: t("outbox.subject"),
            rowHeader: true,
            cell: (mail) => <Link to={`/outbox/${mail.id}`}>{mail.subject ?? t("outbox.unreadable")}</Link>,
          },
          { key: "recipient", header: t("outbox.recipient"), cell: (mail) => mail.recipient },
          { key: "state", header: t("ui:word.state"), cell: (mail) => <StateBadge of="mail" state={mail.state} /> },
          { key: "at", header: t("outbox.at"), cell: (mail) => <DateTime at={mail.createdAt} /> },
        ]}
      />
      <ListPages {...beside} />
    </div>
  );
}
