import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { takeOverCarried } from "~/commands/standings/take-over-release.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { RefusalCallout } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { carriedChanges } from "~/reads/standings/newer-carried.ts";
import { standingsDesk } from "~/reads/standings/standings-desk.ts";
import { can } from "~/rules/accounts/access.ts";
import { roundFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { titled } from "~/ui/page-title.ts";
import { entryNames } from "~/ui/results/results-table.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";

/** Corrections of the earlier rounds that this one carries from, what each would change, and taking it over. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const desk = await standingsDesk(db, round.id);
  return {
    title: i18nFor(locale).t("standing:carried.pageTitle", { round: inLocale(locale, round.title, round.titleEn) }),
    slug: round.slug,
    keeps: can(actor, "keep-scores", { editionId: round.editionId, roundId: round.id }),
    entries: desk?.board.entries ?? [],
    newer: (desk ? await carriedChanges(db, round.id, desk.judged) : []).map(
      ({ slug, title, titleEn, taken, newest, changes }) => ({
        slug,
        title: inLocale(locale, title, titleEn),
        taken,
        newest,
        changes,
      }),
    ),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const sent = { source: textOf(form, "source"), reason: textOf(form, "reason") };
  const input = { ...sent, round: params.round, version: textOf(form, "version") };
  return answerForm(
    request,
    await takeOverCarried(by, input),
    `/organize/rounds/${params.round}/standings/carried`,
    sent,
  );
}

export const meta = titled<typeof loader>((page) => page.title);

export default function CarriedTotals(): ReactNode {
  const { t } = useTranslation("standing");
  const { slug, newer, keeps, entries, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const nameOf = entryNames(useLocale(), entries);
  return (
    <div className="grid gap-5">
      <SectionHead title={t("carried.title")} lead={t("carried.lead")} />
      <LinkButton to={`/organize/rounds/${slug}/standings`} reloadDocument size="row" icon="left" className="w-fit">
        {t("nav.table")}
      </LinkButton>
      {answer?.error ? <RefusalCallout error={answer.error} /> : null}
      {newer.length === 0 ? <EmptyState title={t("carried.none")} /> : null}
      {newer.map(({ slug: source, title, taken, newest, changes }) => (
        <Card key={source} title={title} level={3}>
          <div className="grid gap-4">
            <NewerWords title={title} taken={taken} newest={newest} />
            {newest === null ? null : changes.length === 0 ? (
              <p>{t("carried.same")}</p>
            ) : (
              <>
                <p className="font-semibold">{t("carried.changes", { count: changes.length })}</p>
                <DataTable
                  label={t("carried.changes", { count: changes.length })}
                  rows={changes}
                  rowKey={({ entry }) => entry}
                  columns={[
                    {
                      key: "entry",
                      header: t("carried.entry"),
                      rowHeader: true,
                      cell: (line) => `${nameOf(line).number} ${nameOf(line).title}`,
                    },
                    { key: "was", header: t("carried.was"), cell: ({ is }) => placed(t, is) },
                    { key: "would", header: t("carried.would"), cell: ({ would }) => placed(t, would) },
                  ]}
                />
              </>
            )}
            {keeps && newest !== null ? (
              <ConfirmForm
                intent="take-over"
                hidden={{ idempotencyKey, source, version: newest }}
                opener={t("carried.take", { newest })}
                consequence={t("carried.consequence", { title, newest })}
                confirm={t("carried.confirm", { newest })}
                reason={{ defaultValue: answer?.source === source ? answer.reason : undefined }}
                error={answer?.error && answer.source === source ? t("carried.reason") : undefined}
              />
            ) : null}
          </div>
        </Card>
      ))}
    </div>
  );
}

function placed(
  t: ReturnType<typeof useTranslation<"standing">>["t"],
  { rank, total }: { rank: number | null; total: string | null },
): string {
  const words = { total: total ?? "–", rank };
  return rank === null ? t("carried.unranked", words) : t("carried.line", words);
}

/** What stands now in an earlier round, beside what was taken. */
function NewerWords({ title, taken, newest }: { title: string; taken: number; newest: number | null }): ReactNode {
  const { t } = useTranslation("standing");
  return <p>{newest === null ? t("carried.gone", { title, taken }) : t("carried.newer", { title, taken, newest })}</p>;
}

/** On the desk's pages, wherever a round carries what was corrected since. Nothing otherwise. */
export function NewerCarriedCallout({
  slug,
  newer,
}: {
  slug: string;
  newer: { slug: string; title: string; taken: number; newest: number | null }[];
}): ReactNode {
  const { t } = useTranslation("standing");
  if (newer.length === 0) return null;
  return (
    <Callout
      kind="warn"
      title={t("carried.title")}
      action={
        <LinkButton to={`/organize/rounds/${slug}/standings/carried`} size="row" iconAfter="arrow">
          {t("carried.look")}
        </LinkButton>
      }
    >
      {newer.map((each) => (
        <NewerWords key={each.slug} {...each} />
      ))}
    </Callout>
  );
}
