import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { mailOfEdition } from "~/reads/mail/rendered-mail.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { titled } from "~/ui/page-title.ts";
import { MailFrame, MailState } from "./pending-group.tsx";

/** One mail: to whom, in what state, and as its recipient reads it. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition, mail, rendered } = await mailOfEdition(args);
  const { id, recipient, state, delivery, deliveryDetail, error, createdAt, code } = mail;
  const { t } = i18nFor(args.context.locale);
  return {
    title: rendered?.subject ?? t("mail:title"),
    path: `/organize/editions/${edition.slug}/mail`,
    mail: { id, recipient, state, delivery, createdAt, code, reason: deliveryDetail ?? error },
    text: rendered?.text ?? null,
    files: rendered?.files.map(({ name }) => name) ?? [],
  };
}

export const meta = titled<typeof loader>((page) => page.title);

export default function MailPage(): ReactNode {
  const { t } = useTranslation("mail");
  const { title, path, mail, text, files } = useLoaderData<typeof loader>();
  return (
    <>
      <Card title={title} level={2}>
        <DetailList
          items={[
            { term: t("mail.recipient"), detail: mail.recipient },
            { term: t("mail.state"), detail: <MailState {...mail} /> },
            { term: t("mail.at"), detail: <DateTime at={mail.createdAt} /> },
            ...(mail.reason ? [{ term: t("mail.reason"), detail: mail.reason }] : []),
            ...(mail.code
              ? [
                  {
                    term: t("mail.application"),
                    detail: <Link to={`/organize/applications/${mail.code}`}>{mail.code}</Link>,
                  },
                ]
              : []),
            ...(files.length > 0 ? [{ term: t("mail.files"), detail: files.join(", ") }] : []),
          ]}
        />
      </Card>
      {text === null ? (
        <Callout kind="info">{t("mail.unreadable")}</Callout>
      ) : (
        <>
          <MailFrame title={t("mail.body")} src={`${path}/mails/${mail.id}/html`} />
          <Card title={t("mail.text")} level={2}>
            <pre className="max-w-full overflow-x-auto whitespace-pre-wrap font-sans">{text}</pre>
          </Card>
        </>
      )}
    </>
  );
}
