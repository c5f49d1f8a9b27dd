import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { type ApiDocument, apiDocument } from "~/rules/exchange/api-document.ts";
import { type ProblemKind, problemStatus } from "~/rules/exchange/public-api.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { sharing } from "../editions/edition-hero.tsx";

export const handle = { plain: true };

/** The document of the interface, in the reader's language. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { t } = i18nFor(context.locale);
  const { baseUrl } = context.settings;
  const title = `${t("api:page.title")} · ${t("ui:product")}`;
  const shared = { baseUrl, path: "/api", title, description: t("api:lead") };
  const document = apiDocument((word) => t(`api:${word}`), baseUrl);
  return data({ shared, document }, { headers: { [cacheHeader]: "1", "Cache-Control": "public, no-cache" } });
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function Interface(): ReactNode {
  const { t } = useTranslation("api");
  const { document } = useLoaderData<typeof loader>();
  const { info, paths, webhooks } = document;
  return (
    <div className="grid gap-6">
      <PageHeader kind="public" title={info.title} lead={info.description} />
      <p>
        <a href="/api/v1/openapi.json">{t("page.document")}</a>
      </p>
      <nav aria-label={t("page.addresses")}>
        <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {Object.entries(paths).map(([path, { get }]) => (
            <li key={path}>
              <a href={`#${get.operationId}`} className="inline-flex min-h-11 items-center">
                {get.summary}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {Object.entries(paths).map(([path, { get }]) => (
        <div key={path} id={get.operationId} className="scroll-mt-20">
          <Card title={get.summary}>
            <div className="grid gap-4">
              <p className="font-mono text-sm break-all">
                GET <span className="select-all">{path}</span>
              </p>
              <p className="max-w-prose">{get.description}</p>
              <Parameters of={get} />
              <Answers of={get} />
              <Example of={get.responses[200].content["application/json"].example} />
            </div>
          </Card>
        </div>
      ))}
      <Card title={t("page.webhooks")}>
        <div className="grid gap-4">
          <p className="max-w-prose">{t("page.webhooksLead")}</p>
          <DataTable
            label={t("page.webhooks")}
            rows={Object.entries(webhooks)}
            rowKey={([event]) => event}
            columns={[
              {
                key: "event",
                header: t("page.name"),
                rowHeader: true,
                cell: ([event]) => <code className="text-sm">{event}</code>,
              },
              { key: "what", header: t("page.meaning"), cell: ([, { post }]) => post.summary },
            ]}
          />
          {webhooks["trail.head"] ? (
            <Example of={webhooks["trail.head"].post.requestBody.content["application/json"].example} />
          ) : null}
          {webhooks["results.published"] ? (
            <>
              <Parameters of={{ ...webhooks["results.published"].post, summary: t("page.webhooks") }} />
              <Example of={webhooks["results.published"].post.requestBody.content["application/json"].example} />
            </>
          ) : null}
        </div>
      </Card>
      <Card title={t("page.errors")}>
        <div className="grid gap-4">
          <p className="max-w-prose">{t("page.errorsLead")}</p>
          <DataTable
            label={t("page.errors")}
            rows={Object.entries(problemStatus) as [ProblemKind, number][]}
            rowKey={([kind]) => kind}
            columns={[
              {
                key: "status",
                header: t("page.status"),
                rowHeader: true,
                cell: ([kind, status]) => (
                  <span id={kind} className="scroll-mt-20">
                    {status}
                  </span>
                ),
              },
              {
                key: "meaning",
                header: t("page.meaning"),
                cell: ([kind]) => `${t(`problem.${kind}.title`)} ${t(`problem.${kind}.detail`)}`,
              },
            ]}
          />
        </div>
      </Card>
    </div>
  );
}

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  description: string;
}

function Parameters({ of }: { of: { summary: string; parameters: readonly Parameter[] } }): ReactNode {
  const { t } = useTranslation("api");
  return (
    <DataTable
      label={t("page.parametersOf", { name: of.summary })}
      captionHidden={false}
      rows={[...of.parameters]}
      rowKey={(row) => `${row.in} ${row.name}`}
      columns={[
        {
          key: "name",
          header: t("page.name"),
          rowHeader: true,
          cell: (row) => <code className="text-sm">{row.name}</code>,
        },
        { key: "in", header: t("page.where"), cell: (row) => t(`page.${row.in}`) },
        { key: "meaning", header: t("page.meaning"), cell: (row) => row.description },
      ]}
    />
  );
}

type Operation = ApiDocument["paths"][string]["get"];

function Answers({ of }: { of: Operation }): ReactNode {
  const { t } = useTranslation("api");
  const rows = [
    [200, of.responses[200].description],
    [304, of.responses[304].description],
    ...(of.responses[404] ? ([[404, t("answer.not-found")]] as const) : []),
  ] as const;
  return (
    <DataTable
      label={t("page.answersOf", { name: of.summary })}
      captionHidden={false}
      rows={[...rows]}
      rowKey={([status]) => status}
      columns={[
        { key: "status", header: t("page.status"), rowHeader: true, cell: ([status]) => status },
        { key: "meaning", header: t("page.meaning"), cell: ([, meaning]) => meaning },
      ]}
    />
  );
}

function Example({ of }: { of: object }): ReactNode {
  const { t } = useTranslation("api");
  const text = JSON.stringify(of, null, 2);
  return (
    <details>
      <summary className="inline-flex min-h-11 cursor-pointer items-center">{t("page.example")}</summary>
      <pre className="rounded border border-line p-4 text-sm break-all whitespace-pre-wrap">
        <code>{text}</code>
      </pre>
    </details>
  );
}
