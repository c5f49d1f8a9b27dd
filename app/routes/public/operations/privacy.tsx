import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { consentText, consentVersion } from "~/rules/applications/consent.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { findCurrentEdition } from "~db/queries/editions/editions.ts";
import { sharing } from "../editions/edition-hero.tsx";

export const handle = { plain: true };

/** What is done with personal data: who answers for it, for how long, and what everybody may ask. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { locale, settings } = context;
  const edition = await findCurrentEdition(context.publicDb);
  const { t } = i18nFor(locale);
  const page = readStoredPage(edition?.page ?? {});
  const answer = {
    shared: {
      baseUrl: settings.baseUrl,
      path: "/privacy",
      title: `${t("public:privacy.title")} · ${t("ui:product")}`,
      description: t("public:privacy.lead"),
    },
    organiser: inLocale(locale, settings.ORGANISER, settings.ORGANISER_EN),
    contact: edition?.contact ?? null,
    edition: edition ? { title: inLocale(locale, edition.title, edition.titleEn), until: edition.retentionOn } : null,
    consent: consentText(consentVersion, locale),
    more: page.privacy ? inLocale(locale, page.privacy, page.privacyEn) : null,
  };
  return data(answer, { headers: { [cacheHeader]: "1" } });
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function Privacy(): ReactNode {
  const { t } = useTranslation("public");
  const { organiser, contact, edition, consent, more } = useLoaderData<typeof loader>();
  return (
    <article className="grid max-w-220 gap-6">
      <PageHeader kind="public" title={t("privacy.title")} lead={t("privacy.lead")} />
      <Card>
        <DetailList
          items={[
            {
              term: t("privacy.who"),
              detail: (
                <>
                  {organiser}
                  {contact ? <span className="block break-words">{contact}</span> : null}
                </>
              ),
            },
            ...(edition ? [{ term: t("privacy.until"), detail: <Until {...edition} /> }] : []),
            {
              term: t("privacy.rights"),
              detail: (
                <div className="grid justify-items-start gap-3">
                  {t("privacy.rightsText")}
                  <LinkButton to="/account/data">{t("privacy.rightsLink")}</LinkButton>
                </div>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t("privacy.consent", { version: consentVersion })}>
        <ul className="grid max-w-prose list-disc gap-2 ps-5">
          {consent.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Card>
      {more ? (
        <Card title={t("privacy.more")}>
          <p className="max-w-prose whitespace-pre-line break-words">{more}</p>
        </Card>
      ) : null}
      <p className="max-w-prose text-ink-soft">{t("privacy.cookies")}</p>
    </article>
  );
}

function Until({ title, until }: { title: string; until: string | null }): ReactNode {
  const { t } = useTranslation("public");
  if (!until) return t("privacy.untilOpen", { edition: title });
  const [before, after] = t("privacy.untilDay", { edition: title, day: "\n" }).split("\n");
  return (
    <>
      {before}
      <DateTime at={until} kind="date" />
      {after}
    </>
  );
}
