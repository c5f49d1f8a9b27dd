import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { formatSerial, readSerial } from "~/rules/documents/certificate-serial.ts";
import { notFound } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findCertificate } from "~db/queries/documents/certificates.ts";

export const handle = { plain: true };

/** Whether a certificate holds and what it says. Of a result that is not public nothing but that it does not. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const { db, locale } = context;
  const serial = readSerial(params.serial ?? "");
  const found = serial === null ? undefined : await findCertificate(db, serial);
  if (!found) throw notFound();
  const { state } = found;
  const project = inLocale(locale, found.title, found.titleEn);
  const shownFacts = state !== "void" && {
    who: found.leader ?? i18nFor(locale).t("certificates:check.team", { project }),
    project,
    award: inLocale(locale, found.award, found.awardEn),
    rank: found.rank,
    where: [
      inLocale(locale, found.editionTitle, found.editionTitleEn),
      inLocale(locale, found.roundTitle, found.roundTitleEn),
    ].join(" · "),
    issuer: inLocale(locale, found.issuer, found.issuerEn),
    on: formatDate(found.issuedAt, locale, found.timeZone),
    results: `/results/${found.slug}`,
    next: state === "replaced" && found.nextSerial !== null ? formatSerial(found.nextSerial) : null,
  };
  return data(
    {
      title: `${i18nFor(locale).t("certificates:check.title")} · ${formatSerial(found.serial)}`,
      state,
      serial: formatSerial(found.serial),
      said: shownFacts || null,
    },
    { headers: { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" } },
  );
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta = titled<typeof loader>((page) => page.title, { name: "robots", content: "noindex" });

const looks = { valid: "ok", replaced: "warn", void: "danger" } as const;

export default function Certificate(): ReactNode {
  const { t } = useTranslation("certificates");
  const { state, serial, said } = useLoaderData<typeof loader>();
  return (
    <div className="grid max-w-[46rem] gap-6">
      <PageHeader kind="public" title={t("check.title")} lead={serial} />
      <Callout kind={looks[state]} title={t(`check.${state}`)}>
        <p>{t(`check.${state}Words`)}</p>
        {said?.next ? (
          <p>
            {t("check.next")} <a href={`/certificates/${said.next}`}>{said.next}</a>
          </p>
        ) : null}
        {said ? (
          <p>
            <a href={said.results}>{t("check.results")}</a>
          </p>
        ) : null}
      </Callout>
      {said ? (
        <Card>
          <DetailList
            items={[
              { term: t("check.who"), detail: said.who },
              { term: t("check.project"), detail: said.project },
              { term: t("check.award"), detail: said.award },
              { term: t("check.rank"), detail: t("check.rankWords", { rank: said.rank }) },
              { term: t("check.where"), detail: said.where },
              { term: t("check.issuer"), detail: <span className="whitespace-pre-line">{said.issuer}</span> },
              { term: t("check.on"), detail: said.on },
            ]}
          />
        </Card>
      ) : null}
    </div>
  );
}
