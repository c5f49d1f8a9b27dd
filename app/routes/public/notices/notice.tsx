import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { noticeOf } from "~/reads/notices/notice.ts";
import { nextMidnight } from "~/rules/notices/notice.ts";
import { now } from "~/services/clock.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { entryNames, titles } from "~/ui/results/results-table.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { sharing } from "../editions/edition-hero.tsx";

export const handle = { plain: true };

/** The notice as a document that anybody reads and prints; it says itself how long it runs, and that it has closed. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const at = now();
  const notice = await noticeOf(context, params.round ?? "", at);
  const { t } = i18nFor(context.locale);
  const title = t("notice:page.title", { round: notice.title });
  const shared = {
    baseUrl: context.settings.baseUrl,
    path: `/notices/${notice.slug}`,
    title,
    description: t("notice:page.announces", { edition: notice.edition, round: notice.title }),
  };
  const until = notice.state === "open" ? nextMidnight(at).toISOString() : "1";
  return data(
    { shared, heading: title, notice },
    { headers: { [cacheHeader]: until, "Cache-Control": "public, no-cache" } },
  );
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function Notice(): ReactNode {
  const { t } = useTranslation("notice");
  const locale = useLocale();
  const { heading, notice } = useLoaderData<typeof loader>();
  const day = (on: string) => formatDate(on, locale);
  const from = day(notice.from);
  const to = day(notice.to);
  return (
    <div className="grid gap-6">
      <p className="no-print mx-auto w-full max-w-220">
        <Link to="/notices" reloadDocument className="inline-flex min-h-11 items-center">
          {t("index.title")}
        </Link>
      </p>
      <Standing notice={notice} />
      <article className="official mx-auto grid w-full max-w-220 gap-5">
        <h1 className="text-center font-serif text-3xl">{heading}</h1>
        <div className="official-text grid gap-3">
          <p>{t("page.announces", { edition: notice.edition, round: notice.title })}</p>
          <p>
            {notice.workingDays === null
              ? t("page.runsPlain", { from, to })
              : t("page.runs", { from, to, count: notice.workingDays })}
          </p>
          <p>
            {t("page.rights")}
            <span className="print-only">{t("page.online", { address: notice.address })}</span>
          </p>
          <p>{t("page.rule")}</p>
          {notice.contact ? <p>{t("page.contact", { contact: notice.contact })}</p> : null}
          {notice.discipline ? <p>{t("page.discipline", { discipline: notice.discipline })}</p> : null}
        </div>
        <List notice={notice} />
        <footer className="official-sign grid justify-items-end gap-1">
          {notice.signedBy.map((name) => (
            <p key={name}>{name}</p>
          ))}
          <p>{from}</p>
        </footer>
      </article>
    </div>
  );
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>["notice"];

/** Whether it is open, for how long, and what people can do; and whether it stands for a corrected version. */
function Standing({ notice }: { notice: Page }): ReactNode {
  const { t } = useTranslation("notice");
  const locale = useLocale();
  const { days, workingDays } = notice.left;
  const before = notice.versions.find((version) => version < notice.version);
  const to = formatDate(notice.to, locale);
  return (
    <div className="mx-auto grid w-full max-w-220 gap-4">
      {notice.state === "open" ? (
        <Callout
          className="no-print"
          title={t("page.open", { to })}
          action={
            <>
              <LinkButton kind="primary" to={`/notices/${notice.slug}/objection`} reloadDocument iconAfter="arrow">
                {t("page.object")}
              </LinkButton>
              <LinkButton to={`/results/${notice.slug}`} reloadDocument>
                {t("page.results")}
              </LinkButton>
            </>
          }
        >
          <p>
            {t("page.left", { count: days })}
            {workingDays === null ? null : ` ${t("page.leftWorking", { count: workingDays })}`}
          </p>
        </Callout>
      ) : (
        <Callout kind="warn" title={t("page.closed", { to })}>
          <p>
            {t("page.closedDetail")}{" "}
            <Link to={`/results/${notice.slug}`} reloadDocument>
              {t("page.results")}
            </Link>
          </p>
        </Callout>
      )}
      {notice.correctionReason ? (
        <Callout kind="warn" title={t("page.corrected", { version: notice.version })}>
          <p>
            {t("page.correctedWhy", { reason: notice.correctionReason })}{" "}
            {before ? (
              <Link to={`/results/${notice.slug}/${before}`} reloadDocument>
                {t("page.before", { version: before })}
              </Link>
            ) : null}
          </p>
        </Callout>
      ) : null}
    </div>
  );
}

function List({ notice }: { notice: Page }): ReactNode {
  const { t } = useTranslation(["notice", "ui"]);
  const locale = useLocale();
  const nameOf = entryNames(locale, notice.entries);
  const groupOf = titles(locale, notice.groups);
  const grouped = notice.list.some(({ group }) => group !== null);
  return (
    <DataTable
      label={t("page.list")}
      captionHidden={false}
      rows={notice.list}
      rowKey={(row) => row.entry}
      columns={[
        { key: "rank", header: t("ui:word.rank"), numeric: true, narrow: true, cell: (row) => row.rank ?? "—" },
        { key: "entry", header: t("ui:term.project"), rowHeader: true, cell: (row) => nameOf(row).title },
        ...(grouped
          ? [
              {
                key: "group",
                header: t("ui:term.group"),
                cell: (row: Page["list"][number]) => (row.group === null ? "" : (groupOf.get(row.group) ?? row.group)),
              },
            ]
          : []),
        { key: "total", header: t("ui:word.total"), numeric: true, narrow: true, cell: (row) => row.total ?? "—" },
      ]}
    />
  );
}
