import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { editableNames } from "~/reads/mail/text-input.ts";
import { editionFor } from "~/services/http/guard.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { titled } from "~/ui/page-title.ts";
import { findAllMailWords } from "~db/queries/mail/mail-words.ts";

/** Every mail whose words can be the edition's own, and whose they are now. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const { db, locale } = args.context;
  const own = await findAllMailWords(db, edition.id);
  return {
    documentTitle: `${i18nFor(locale).t("mail:tab.texts")} · ${i18nFor(locale).t("mail:title")}`,
    path: `/organize/editions/${edition.slug}/mail/texts`,
    mails: editableNames.map((name) => ({
      name,
      words: own.filter(({ template }) => template === name).map(({ locale, editedBy }) => ({ locale, editedBy })),
    })),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Texts(): ReactNode {
  const { t } = useTranslation("mail");
  const { path, mails } = useLoaderData<typeof loader>();
  const whose = (mail: (typeof mails)[number], locale: "zh-CN" | "en"): ReactNode => {
    const own = mail.words.find((each) => each.locale === locale);
    return (
      <Link to={`${path}/${mail.name}?locale=${locale}`}>
        {own ? t("texts.own", { name: own.editedBy }) : t("texts.product")}
      </Link>
    );
  };
  return (
    <>
      <p className="max-w-prose">{t("texts.lead")}</p>
      <DataTable
        label={t("texts.table")}
        rows={mails}
        rowKey={(mail) => mail.name}
        columns={[
          { key: "mail", header: t("texts.mail"), rowHeader: true, cell: (mail) => t(`kind.${mail.name}`) },
          { key: "zh", header: t("announce.chinese"), cell: (mail) => whose(mail, "zh-CN") },
          { key: "en", header: t("announce.english"), cell: (mail) => whose(mail, "en") },
        ]}
      />
    </>
  );
}
