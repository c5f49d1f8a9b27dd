import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { closeJudging } from "~/commands/scoring/close-judging.ts";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import { takeBackRecusal } from "~/commands/scoring/take-back-recusal.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { tableView } from "~/reads/scoring/table-view.ts";
import { tabletsPart } from "~/reads/scoring/tablets-part.ts";
import { refused } from "~/routes/refused.ts";
import { roundFor } from "~/services/http/guard.ts";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { LateSheets } from "./late-sheets.tsx";
import { Matters } from "./matters.tsx";
import { CloseEarly, NextStepOfScoring, type TableAnswer } from "./next-step.tsx";
import { OnStage } from "./on-stage.tsx";
import { Outliers } from "./outliers.tsx";
import { Recusals } from "./recusals.tsx";
import { ScoreGrid } from "./score-grid.tsx";
import { TableFigures } from "./table-figures.tsx";
import { TabletsCard } from "./tablets-card.tsx";
import { useLiveTable } from "./use-live-table.ts";

/** Who has scored whom: every judge at every entry, for those who see scores. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const title = inLocale(locale, round.title, round.titleEn);
  return {
    title: i18nFor(locale).t("judge:table.pageTitle", { round: title }),
    showZ: new URL(request.url).searchParams.has("z"),
    ...(await tableView(db, { actor, round, locale })),
    // A review is done at home, by people who sign in
    pairing: round.kind === "preliminary" ? null : await tabletsPart(context, { actor, round }),
  };
}

export type TablePage = Awaited<ReturnType<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

/** Closes the scoring, opens it again, or takes a recusal back; the reason comes back when the command refuses. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const fields = Object.fromEntries(await request.formData());
  const { intent, idempotencyKey, reason } = fields;
  const by = { db: context.db, actor: await context.actor(), idempotencyKey: String(idempotencyKey ?? "") };
  const input = { ...fields, round: params.round };
  const answer =
    intent === "close"
      ? await closeJudging(by, { ...input, acceptMissing: Number(fields.acceptMissing ?? 0) })
      : intent === "reopen"
        ? await reopenJudging(by, input)
        : await takeBackRecusal(by, input);
  if (answer.ok) return redirect(new URL(request.url).pathname, 303);
  const refusal = refused(answer.error, request);
  return data({ error: refusal.data.error, intent, reason: String(reason ?? "") }, refusal.init ?? undefined);
}

export default function ScoreTablePage(): ReactNode {
  const { t } = useTranslation(["judge", "scoreTable"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<TableAnswer>() ?? null;
  const { table, round } = page;
  const { picture, connected } = useLiveTable(round.slug, page.picture);
  return (
    <div className="wide-sheet grid gap-4">
      <h2 className="sr-only">{t("table.title")}</h2>
      {table.rows.length === 0 || table.judges.length === 0 ? (
        <EmptyState title={t("table.noEntries")}>{t("table.noEntriesMend")}</EmptyState>
      ) : (
        <>
          <NextStepOfScoring page={page} answer={answer} />
          <OnStage page={page} conduct={picture.conduct} />
          <TableFigures page={page} connected={connected} />
          <ScoreGrid page={page} onStage={picture.conduct.onStage} />
          <p className="no-print text-sm text-ink-soft">
            {t("table.lead")} {t("scoreTable:legend")} {page.showZ ? t("scoreTable:legendZ") : null}
          </p>
          <Matters page={page} />
          <LateSheets page={page} />
          <Outliers page={page} />
          <CloseEarly page={page} answer={answer} />
          <Recusals page={page} answer={answer} />
          {page.pairing ? <TabletsCard part={page.pairing} /> : null}
        </>
      )}
    </div>
  );
}
