import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { outboxMail } from "~/reads/mail/outbox-mail.ts";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { mail, rendered } = await outboxMail(context, params.id);
  const { id, recipient, createdAt } = mail;
  const links = [...rendered.html.matchAll(/href="(https?:[^"]+)"/g)].map(([, address = ""]) => address);
  return { title: rendered.subject, id, recipient, createdAt, text: rendered.text, links: [...new Set(links)] };
}

export const meta = titled<typeof loader>((page) => page.title);

export default function OutboxMail(): ReactNode {
  const { t } = useTranslation("account");
  const { title, id, recipient, createdAt, text, links } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader title={title} breadcrumbs={[{ to: "/outbox", label: t("outbox.title") }]} />
      <DetailList
        items={[
          { term: t("outbox.recipient"), detail: recipient },
          { term: t("outbox.at"), detail: <DateTime at={createdAt} /> },
        ]}
      />
      <Card title={t("outbox.body")} flush>
        <iframe
          title={t("outbox.body")}
          src={`/outbox/${id}/html`}
          sandbox=""
          className="h-160 w-full rounded bg-paper"
        />
      </Card>
      <Card title={t("outbox.links")}>
        <ul className="grid gap-2">
          {links.map((address) => (
            <li key={address}>
              <a href={address} className="break-all">
                {address}
              </a>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("outbox.text")}>
        <pre className="max-w-full overflow-x-auto whitespace-pre-wrap">{text}</pre>
      </Card>
    </div>
  );
}
