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
import { useLocale } from "~/ui/steps.tsx";
import { sharing } from "../editions/edition-hero.tsx";

export const handle = { plain: true };

/** The notice as a document that anybody reads and prints; it says itself how long it runs, and that it has closed. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const at = now();
  const notice = await noticeOf(context, params.round ?? "", at);
  const { t } = i18nFor(context.locale);
  const title = `${notice.text.heading} · ${t("ui:product")}`;
  const shared = {
    baseUrl: context.settings.baseUrl,
    path: `/notices/${notice.slug}`,
    title,
    description: t("notice:page.announces", { edition: notice.edition, round: notice.title }),
  };
  const until = notice.state === "open" ? nextMidnight(at).toISOString() : "1";
  return data({ shared, notice }, { headers: { [cacheHeader]: until, "Cache-Control": "public, no-cache" } });
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function Notice(): ReactNode {
  const { t } = useTranslation("notice");
  const { notice } = useLoaderData<typeof loader>();
  const { paragraphs, signed } = notice.text;
  return (
    <div className="grid gap-6">
      <p className="no-print mx-auto w-full max-w-220">
        <Link to="/notices" reloadDocument className="inline-flex min-h-11 items-center">
          {t("index.title")}
        </Link>
      </p>
      <Standing notice={notice} />
      <article className="official mx-auto grid w-full max-w-220 gap-5">
        <h1 className="text-center font-serif text-3xl">{notice.text.heading}</h1>
        <div className="official-text grid gap-3">
          {paragraphs.map((text) => (
            <p key={text} className="wrap-anywhere">
              {text}
            </p>
          ))}
        </div>
        <List notice={notice} />
        <footer className="official-sign grid justify-items-end gap-1">
          {signed.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </footer>
      </article>
    </div>
  );
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>["notice"];

/** Whether it is open, for how long, and what people can do; and which version it corrects. */
function Standing({ notice }: { notice: Page }): ReactNode {
  const { t } = useTranslation("notice");
  const locale = useLocale();
  const { days, workingDays } = notice.left;
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
      {notice.before === null ? null : (
        <p className="no-print">
          <Link to={`/results/${notice.slug}/${notice.before}`} reloadDocument>
            {t("page.before", { version: notice.before })}
          </Link>
        </p>
      )}
    </div>
  );
}

function List({ notice: { text } }: { notice: Page }): ReactNode {
  const { t } = useTranslation(["notice", "ui"]);
  type Line = Page["text"]["list"][number];
  const column = (key: keyof Line, header: string) => ({ key, header, cell: (row: Line) => row[key] });
  return (
    <DataTable
      label={t("page.list")}
      captionHidden={false}
      dense
      rows={text.list}
      rowKey={(row) => row.entry}
      columns={[
        { ...column("rank", t("ui:word.rank")), numeric: true, narrow: true },
        ...(text.numbered
          ? [{ ...column("number", t("ui:term.runningOrder")), numeric: true, narrow: true as const }]
          : []),
        { ...column("title", t("ui:term.project")), rowHeader: true },
        ...(text.grouped ? [column("group", t("ui:term.group"))] : []),
        { ...column("total", text.totalWord), numeric: true, narrow: true },
      ]}
    />
  );
}
