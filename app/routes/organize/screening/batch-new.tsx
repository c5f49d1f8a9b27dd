import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { startBatch } from "~/commands/screening/start-batch.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/refused.ts";
import { batchInput, isBatchAct } from "~/rules/screening/decision.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { countSelected, countWishes } from "~db/queries/screening/batches.ts";
import { findListChoices } from "~db/queries/screening/screening.ts";
import { findAllTargets } from "~db/queries/screening/screening-targets.ts";
import { BatchFields } from "./batch-fields.tsx";
import { SelectedStates } from "./selected-states.tsx";
import { selectionOf } from "./selection.ts";

/** What will happen to how many of the selected applications, before it does. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "screen");
  const { db, locale } = args.context;
  const query = new URL(args.request.url).searchParams;
  const asked = query.get("act");
  const act = isBatchAct(asked) ? asked : "qualify";
  const desk = { editionId: edition.id, me: actor.id };
  const asOf = now();
  const selection = { ...selectionOf(query), asOf };
  const [states, targets, wishes, { screeners }] = await Promise.all([
    countSelected(db, desk, selection),
    findAllTargets(db, edition.id),
    countWishes(db, desk, selection),
    findListChoices(db, desk),
  ]);
  return {
    documentTitle: i18nFor(locale).t(`screening:batch.act.${act}`),
    idempotencyKey: randomUUID(),
    path: `/organize/editions/${edition.slug}/applications`,
    back: queryOf(filterOf(query)),
    act,
    me: actor.id,
    asOf: asOf.toISOString(),
    secondCheck: edition.secondCheck,
    states: states.map(({ state, count, changed }) => ({ state, count: Number(count), changed: Number(changed) })),
    targets: targets.map(({ id, slug, title, titleEn, capacity, entries, drawn }) => {
      return { slug, title, titleEn, capacity, entries, drawn, wishes: wishes.get(id) ?? 0 };
    }),
    screeners,
  };
}

/** Begins the batch and leads to its progress. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const sent = await request.formData();
  const query = new URL(request.url).searchParams;
  const asked = selectionOf(query);
  const selection =
    "picked" in asked
      ? { of: "picked", picked: asked.picked }
      : { of: "matching", query: queryOf(asked.filter), count: Number(sent.get("count")), asOf: sent.get("asOf") };
  const by = {
    db: context.db,
    actor: await context.actor(),
    idempotencyKey: String(sent.get("idempotencyKey") ?? "") || null,
  };
  const { round, reason, screener } = Object.fromEntries(sent);
  const input = { act: query.get("act"), round, reason, screener };
  const started = await startBatch(by, { edition: params.edition, input, selection });
  if (started.ok) return redirect(`/organize/batches/${started.value.batchId}`, 303);
  const { init } = refused(started.error, request);
  const wrong = batchInput.safeParse(input);
  return data(
    {
      type: started.error.type,
      fields: wrong.success ? [] : wrong.error.issues.map((issue) => issue.path.join(".")),
      reason: String(reason ?? ""),
    },
    init ?? undefined,
  );
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

const known = ["selection-changed", "no-such-heat", "no-such-screener", "nothing-selected"] as const;

export default function NewBatch(): ReactNode {
  const { t } = useTranslation(["screening", "errors"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { act, path, back, states, asOf, secondCheck, idempotencyKey } = page;
  const count = states.reduce((sum, each) => sum + each.count, 0);
  const number = formatNumber(count, locale);
  const trouble = known.find((type) => type === answer?.type);
  const wrong = answer?.fields.find((field) => field === "reason" || field === "round" || field === "screener");
  const wrongWords = wrong === "reason" ? t("errors:field.reason") : t("errors:field.choose");
  return (
    <div className="grid max-w-[52rem] gap-6">
      <PageHeader
        title={t(`batch.act.${act}`)}
        lead={count > 0 ? t("batch.lead", { number }) : undefined}
        breadcrumbs={[{ to: path + back, label: t("list.title") }]}
      />
      {count === 0 ? (
        <EmptyState
          title={t("batch.nobody")}
          icon="inbox"
          action={<LinkButton to={path + back}>{t("batch.back")}</LinkButton>}
        >
          {t("batch.nobodyHint")}
        </EmptyState>
      ) : (
        <Form key={idempotencyKey} method="post" noValidate className="grid gap-6">
          <ErrorSummary
            errors={
              answer
                ? [wrong ? { id: wrong, message: wrongWords } : { message: t(`batch.trouble.${trouble ?? "other"}`) }]
                : []
            }
          />
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <input type="hidden" name="count" value={count} />
          <input type="hidden" name="asOf" value={asOf} />
          <SelectedStates act={act} states={states} />
          <p className="max-w-prose">{t(`batch.consequence.${act}`, { number })}</p>
          {secondCheck && act !== "assign" ? <Callout title={t("batch.secondCheck")} /> : null}
          <BatchFields
            {...page}
            wrong={wrong ? { field: wrong, words: wrongWords } : null}
            reason={answer?.reason ?? ""}
          />
          <div className="flex flex-wrap gap-3">
            <SubmitButton kind={act === "ineligible" ? "danger" : "primary"}>
              {t("batch.start", { number })}
            </SubmitButton>
            <LinkButton to={path + back}>{t("batch.cancel")}</LinkButton>
          </div>
        </Form>
      )}
    </div>
  );
}
