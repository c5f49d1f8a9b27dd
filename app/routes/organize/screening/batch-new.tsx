import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { startBatch } from "~/commands/screening/start-batch.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type ApplicationState, applicationStates } from "~/rules/applications/application-state.ts";
import { type BatchAct, isAdmitting, isBatchAct } from "~/rules/screening/batch.ts";
import { canDecide, type Decision } from "~/rules/screening/decision.ts";
import { filterOf, queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { countSelected, countVerdicts, countWishes } from "~db/queries/screening/batches.ts";
import { findListChoices } from "~db/queries/screening/screening.ts";
import { findAllTargets } from "~db/queries/screening/screening-targets.ts";
import { reasonSent } from "./detail.server.ts";
import { EligibilitySplit, useAdmitted } from "./eligibility-split.tsx";
import { ReturnReason } from "./return-reason.tsx";

/** What will happen to how many of the selected applications, before it does. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "screen");
  const { db, locale } = args.context;
  const query = new URL(args.request.url).searchParams;
  const requested = query.get("act");
  const act = isBatchAct(requested) ? requested : "qualify";
  const desk = { editionId: edition.id, me: actor.id };
  const asOf = now();
  const selection = { ...selectionOf(query), asOf };
  const [states, verdicts, targets, wishes, { screeners }] = await Promise.all([
    countSelected(db, desk, selection),
    countVerdicts(db, desk, selection),
    findAllTargets(db, edition.id),
    countWishes(db, desk, selection),
    findListChoices(db, desk),
  ]);
  return {
    documentTitle: i18nFor(locale).t(`screening:batch.act.${act}`),
    idempotencyKey: randomUUID(),
    path: `/organize/editions/${edition.slug}/applications`,
    back: queryOf(filterOf(query)),
    failing: queryOf({ ...filterOf(query), eligibility: "not-met" }),
    unchecked: queryOf({ ...filterOf(query), eligibility: "by-hand" }),
    act,
    me: actor.id,
    asOf: asOf.toISOString(),
    secondCheck: edition.secondCheck,
    states: states.map(({ state, count, changed }) => ({ state, count: Number(count), changed: Number(changed) })),
    verdicts,
    targets: targets.map(({ id, slug, title, titleEn, capacity, entries, drawn }) => {
      return { slug, title, titleEn, capacity, entries, drawn, wishes: wishes.get(id) ?? 0 };
    }),
    screeners,
  };
}

/** Begins the batch and leads to its progress. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const query = new URL(request.url).searchParams;
  const requested = selectionOf(query);
  const selection =
    "picked" in requested
      ? { of: "picked", picked: requested.picked }
      : { of: "matching", query: queryOf(requested.filter), count: Number(form.get("count")), asOf: form.get("asOf") };
  const { round, screener, anyway } = Object.fromEntries(form);
  const reason = reasonSent(form, "reason");
  const included = form.has("include");
  const input = { act: query.get("act"), round, reason, screener, anyway: included ? anyway : undefined };
  const started = await startBatch(by, { edition: params.edition, input, selection });
  return answerForm(request, started, ({ batchId }) => `/organize/batches/${batchId}`, {
    reason,
    included,
    anyway: String(anyway ?? ""),
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

const known = ["selection-changed", "no-such-heat", "no-such-screener", "nothing-selected"] as const;

export default function NewBatch(): ReactNode {
  const { t } = useTranslation(["screening", "errors"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { act, path, back, states, verdicts, asOf, secondCheck, idempotencyKey } = page;
  const count = states.reduce((sum, each) => sum + each.count, 0);
  const admission = useAdmitted(
    isAdmitting(act) ? verdicts["not-met"] + verdicts["by-hand"] : 0,
    answer?.included ?? false,
  );
  const number = formatNumber(count, locale);
  const trouble = known.find((type) => type === answer?.error.type);
  const faults = fieldsOf(answer?.error).map(({ path }) => path);
  const wrong = (["reason", "round", "screener", "anyway"] as const).find((field) => faults.includes(`input.${field}`));
  const wrongWords = t(wrong === "reason" || wrong === "anyway" ? "errors:field.reason" : "errors:field.choose");
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
        <ActionForm key={idempotencyKey} idempotencyKey={idempotencyKey} noValidate className="grid gap-6">
          <ErrorSummary
            errors={
              answer
                ? [wrong ? { id: wrong, message: wrongWords } : { message: t(`batch.trouble.${trouble ?? "other"}`) }]
                : []
            }
          />
          <input type="hidden" name="count" value={count} />
          <input type="hidden" name="asOf" value={asOf} />
          <SelectedStates act={act} states={states} />
          <p className="max-w-prose">{t(`batch.consequence.${act}`, { number })}</p>
          {isAdmitting(act) ? (
            <EligibilitySplit
              verdicts={verdicts}
              admission={admission}
              reason={answer?.anyway ?? ""}
              error={wrong === "anyway" ? wrongWords : undefined}
              doubtfulAt={{ "not-met": path + page.failing, "by-hand": path + page.unchecked }}
            />
          ) : null}
          {secondCheck && act !== "assign" ? <Callout title={t("batch.secondCheck")} /> : null}
          <BatchFields
            {...page}
            wrong={wrong ? { field: wrong, words: wrongWords } : null}
            reason={answer?.reason ?? ""}
          />
          <div className="flex flex-wrap gap-3">
            <SubmitButton kind={act === "ineligible" ? "danger" : "primary"}>
              {t("batch.start", { number: formatNumber(count - admission.leftOut, locale) })}
            </SubmitButton>
            <LinkButton to={path + back}>{t("batch.cancel")}</LinkButton>
          </div>
        </ActionForm>
      )}
    </div>
  );
}

type Seen = { code: string; version: number };

/** Which applications the list's form means: the ticked ones, those of its page, or all that its filter shows. */
export type RequestedSelection = { picked: Seen[] } | { filter: ScreeningFilter };

/** The selection that an address holds; what it cannot mean is left out. */
export function selectionOf(query: URLSearchParams): RequestedSelection {
  const scope = query.get("scope");
  if (scope === "all") return { filter: filterOf(query) };
  const words = scope === "page" ? (query.get("page") ?? "").split(",") : query.getAll("pick");
  const seen = words.flatMap((word) => {
    const [, code, version] = /^([A-Z0-9-]{6,20})\.(\d{1,9})$/.exec(word) ?? [];
    return code && version ? [[code, { code, version: Number(version) }] as const] : [];
  });
  return { picked: [...new Map(seen).values()] };
}

interface SelectedStatesProps {
  act: BatchAct;
  states: { state: string; count: number; changed: number }[];
}

/** The states of the selected applications, and how many of them the act cannot be done to as they stand. */
export function SelectedStates({ act, states }: SelectedStatesProps): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const number = (count: number) => formatNumber(count, locale);
  const order = (state: string) => applicationStates.indexOf(state as ApplicationState);
  const out = states
    .filter(({ state }) => act !== "assign" && !canDecide(state as ApplicationState, act satisfies Decision))
    .reduce((sum, { count }) => sum + count, 0);
  const changed = states.reduce((sum, each) => sum + each.changed, 0);
  return (
    <div className="grid gap-3">
      <ul aria-label={t("batch.states")} className="flex flex-wrap gap-x-5 gap-y-2">
        {[...states]
          .sort((a, b) => order(a.state) - order(b.state))
          .map(({ state, count }) => (
            <li key={state} className="flex items-center gap-2 tabular-nums">
              <StateBadge of="application" state={state as ApplicationState} />
              {number(count)}
            </li>
          ))}
      </ul>
      {out > 0 ? <Callout kind="warn" title={t("batch.notPossible", { number: number(out) })} /> : null}
      {changed > 0 ? <Callout kind="warn" title={t("batch.changed", { number: number(changed) })} /> : null}
    </div>
  );
}

interface Target {
  slug: string;
  title: string;
  titleEn: string | null;
  capacity: number | null;
  entries: number;
  drawn: boolean;
  /** How many of the selected applications wished for it. */
  wishes: number;
}

interface BatchFieldsProps {
  act: BatchAct;
  me: string;
  targets: Target[];
  screeners: { id: string; name: string }[];
  reason: string;
  wrong: { field: string; words: string } | null;
}

/** What an act needs to know: the heat with its places, the reason, or the screener. */
export function BatchFields({ act, me, targets, screeners, reason, wrong }: BatchFieldsProps): ReactNode {
  const { t } = useTranslation("screening");
  const errorOf = (field: string) => (wrong?.field === field ? wrong.words : undefined);
  if (act === "assign")
    return (
      <SelectField
        name="screener"
        label={t("list.screener")}
        placeholder={t("batch.nobodyElse")}
        options={screeners.map(({ id, name }) => ({ value: id, label: id === me ? t("batch.me", { name }) : name }))}
        defaultValue={me}
        error={errorOf("screener")}
      />
    );
  if (act === "qualify" || act === "wait") return <HeatField targets={targets} error={errorOf("round")} />;
  const field = {
    name: "reason",
    id: "reason",
    label: t("batch.reason"),
    hint: t(act === "take-back" ? "batch.reasonKept" : "batch.reasonMailed"),
    max: 1000,
    rows: 4,
    defaultValue: reason,
    error: errorOf("reason"),
    required: true,
  };
  return act === "return" ? <ReturnReason about="whole" {...field} /> : <TextAreaField {...field} />;
}

/** The heat to go into, or the own wish of each; with what each heat still has room for. */
function HeatField({ targets, error }: { targets: Target[]; error?: string }): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const open = targets.filter((target) => !target.drawn);
  return (
    <>
      <SelectField
        name="round"
        label={t("batch.heat")}
        placeholder={t("batch.ownWish")}
        options={open.map(({ slug, title, titleEn }) => ({ value: slug, label: inLocale(locale, title, titleEn) }))}
        error={error}
      />
      <DataTable
        label={t("batch.places")}
        captionHidden={false}
        rows={open}
        rowKey={(target) => target.slug}
        empty={<p className="text-ink-soft">{t("batch.noHeat")}</p>}
        columns={[
          {
            key: "heat",
            header: t("list.heat"),
            rowHeader: true,
            cell: ({ title, titleEn }) => inLocale(locale, title, titleEn),
          },
          { key: "wishes", header: t("batch.wishes"), cell: ({ wishes }) => wishes, numeric: true },
          { key: "taken", header: t("batch.taken"), cell: ({ entries }) => entries, numeric: true },
          {
            key: "free",
            header: t("batch.free"),
            cell: ({ capacity, entries }) => (capacity === null ? t("batch.noLimit") : Math.max(0, capacity - entries)),
            numeric: true,
          },
        ]}
      />
    </>
  );
}
