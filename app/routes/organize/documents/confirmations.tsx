import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { signTable } from "~/commands/scoring/sign-table.ts";
import { answerForm, readSigning } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { useSigningProblem } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { readPapers } from "~/reads/documents/paper.ts";
import { can } from "~/rules/accounts/access.ts";
import { roundFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Digest } from "~/ui/digest.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { titled } from "~/ui/page-title.ts";
import { SignatureForm, SignatureState, SignatureView } from "~/ui/signature/signature-form.tsx";
import { ListExport } from "../exchange/list-export.tsx";

const papers = [
  ["blank-sheets", "blank"],
  ["sheets", "sheets"],
  ["slips", "slips"],
  ["summary", "summary"],
] as const;

/** The papers of the round, as files to print. */
function PrintCard({ slug }: { slug: string }): ReactNode {
  const { t } = useTranslation("papers");
  return (
    <Card title={t("print.title")}>
      <p className="mb-3 text-ink-soft">
        {t("print.lead")} {t("print.about")}
      </p>
      <ul className="grid gap-3 sm:grid-cols-2">
        {papers.map(([file, words]) => (
          <li key={file} className="grid justify-items-start gap-1">
            <LinkButton to={`/organize/rounds/${slug}/${file}.pdf`} icon="print" reloadDocument>
              {t(`print.${words}`)}
            </LinkButton>
            <span className="text-sm text-ink-soft">{t(`print.${words}What`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Every project's announced score and who has confirmed it; the table's own signatures; the papers to print. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const { scores, digest, scorer, supervisor } = await readPapers(db, round);
  const scope = { editionId: round.editionId, roundId: round.id };
  const title = inLocale(locale, round.title, round.titleEn);
  return {
    title: `${i18nFor(locale).t("papers:confirm.title")} · ${title}`,
    round: { slug: round.slug, edition: round.editionSlug, state: round.state, timeZone: round.timeZone },
    keeps: can(actor, "keep-scores", scope),
    watches: can(actor, "confirm-release", scope),
    table: { digest, scorer, supervisor },
    rows: scores.map(({ entry, standing, sheets, complete, signature }) => ({
      key: entry.key,
      number: entry.number,
      out: entry.out,
      complete,
      signature,
      title: inLocale(locale, entry.title, entry.english),
      total: complete ? (standing?.total ?? null) : null,
      signed: sheets.filter(({ sheet }) => sheet?.signature && !sheet.signature.outdated).length,
      sheets: sheets.filter(({ sheet }) => sheet !== null).length,
    })),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type Confirmations = Awaited<ReturnType<typeof loader>>;

/** Scorer or supervisor signs the whole table. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, digest, signing } = await readSigning({ request, context });
  const answer = await signTable(by, { round: params.round, role: textOf(form, "role"), digest, signing });
  return answerForm(request, answer, `/organize/rounds/${params.round}/confirmations`);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function ConfirmationsPage(): ReactNode {
  const { t } = useTranslation("papers");
  const { round, rows, table, keeps } = useLoaderData<typeof loader>();
  const problem = useSigningProblem(useActionData<typeof action>()?.error);
  const at = `/organize/rounds/${round.slug}/confirmations`;
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("confirm.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("confirm.lead")}</p>
      </div>
      {problem && !problem.field ? (
        <Callout kind="danger" live>
          {problem.words}
        </Callout>
      ) : null}
      <DataTable
        label={t("confirm.title")}
        rows={rows}
        rowKey={(row) => row.key}
        empty={<EmptyState title={t("confirm.none")} />}
        columns={[
          { key: "number", header: t("confirm.number"), narrow: true, numeric: true, cell: (row) => row.number },
          { key: "project", header: t("confirm.project"), rowHeader: true, cell: (row) => row.title },
          { key: "total", header: t("confirm.total"), numeric: true, cell: (row) => row.total ?? "—" },
          {
            key: "sheets",
            header: t("confirm.sheets"),
            numeric: true,
            cell: (row) => t("confirm.sheetsOf", { signed: row.signed, all: row.sheets }),
          },
          {
            key: "state",
            header: t("confirm.state"),
            cell: (row) =>
              row.out ? (
                <span className="text-ink-soft">{t("confirm.out")}</span>
              ) : row.total === null && !row.signature ? (
                <span className="text-ink-soft">{t("confirm.waiting")}</span>
              ) : (
                <SignatureState signature={row.signature} />
              ),
          },
          {
            key: "open",
            header: <span className="sr-only">{t("confirm.open")}</span>,
            cell: (row) =>
              row.total === null ? null : (
                <LinkButton to={`${at}/${row.key}`} size="row">
                  {t(
                    !keeps || (row.signature && !row.signature.outdated)
                      ? "confirm.see"
                      : row.signature
                        ? "confirm.again"
                        : "confirm.open",
                  )}
                  <span className="sr-only"> {row.title}</span>
                </LinkButton>
              ),
          },
        ]}
      />
      {rows.length > 0 ? <ListExport edition={round.edition} list="confirmations" of={round.slug} /> : null}
      <TableSignatures error={problem?.field ? problem.words : undefined} />
      {table.digest ? <Digest value={table.digest} label={t("confirm.digest")} /> : null}
      <PrintCard slug={round.slug} />
    </div>
  );
}

/** Scorer's and supervisor's signatures under the whole table, or the pad for whoever of them looks at it. */
function TableSignatures({ error }: { error?: string }): ReactNode {
  const { t } = useTranslation("papers");
  const { round, table, keeps, watches, idempotencyKey } = useLoaderData<Confirmations>();
  const { digest } = table;
  const closed = round.state === "closed" && digest !== null;
  return (
    <section className="grid gap-4" aria-label={t("table.title")}>
      <div className="grid gap-1">
        <h2 className="text-xl">{t("table.title")}</h2>
        <p className="text-ink-soft">{t(closed ? "table.lead" : "table.notYet")}</p>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {(["scorer", "supervisor"] as const).map((role) => {
          const signature = table[role];
          const signs = closed && (role === "scorer" ? keeps : watches) && (!signature || signature.outdated);
          return (
            <Card
              key={role}
              level={3}
              title={t(`table.${role}`)}
              actions={signature ? null : <SignatureState signature={null} />}
            >
              <div className="grid gap-4">
                {signature ? <SignatureView signature={signature} timeZone={round.timeZone} /> : null}
                {signs ? (
                  <SignatureForm
                    hidden={{ role, digest, idempotencyKey: `${idempotencyKey}-${role}` }}
                    statement={t(`table.statement.${role}`)}
                    error={error}
                  />
                ) : null}
              </div>
            </Card>
          );
        })}
      </div>
    </section>
  );
}
