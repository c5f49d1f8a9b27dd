import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveRule } from "~/commands/standings/save-rule.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/refused.ts";
import { defaultRubric } from "~/rules/rounds/rubric.ts";
import { rulePresets } from "~/rules/standings/rule.ts";
import { fieldsOfRule, readRuleFields, ruleOfFields } from "~/rules/standings/rule-fields.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { Frozen } from "../rounds/frozen.tsx";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { RuleEditor } from "./rule-editor.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const rule = await findRule(context.db, round.id);
  const rubric = await findRubric(context.db, round.id);
  const { frozenAt } = await findSetup(context.db, round.id);
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.rule")} · ${(context.locale === "en" && round.titleEn) || round.title}`,
    fields: fieldsOfRule(rule ?? rulePresets.trimmed),
    version: digestOf(rule),
    criteria: (rubric.length > 0 ? rubric : defaultRubric).map(({ bands: _, ...criterion }) => criterion),
    borrowed: rubric.length === 0,
    frozenAt,
    now: now(),
    timeZone: round.timeZone,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const fields = readRuleFields(form);
  const version = textOf(form, "version");
  const rule = fields && ruleOfFields(fields);
  const answer = await saveRule(await senderOf(context, form), { round: params.round, version, rule });
  if (answer.ok) return redirect(`/organize/rounds/${params.round}/rule?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, fields, version, sending: crypto.randomUUID() }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function ScoringRule(): ReactNode {
  const { t } = useTranslation("rounds");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const problems = useProblems(answer?.error, { idOf: controlOf, labelOf: useRuleLabels() });
  const frozen = page.frozenAt !== null;
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("rule.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("rule.lead")}</p>
      </div>
      {page.frozenAt ? <Frozen at={page.frozenAt} now={page.now} timeZone={page.timeZone} /> : null}
      <ErrorSummary errors={problems.errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("saved")} /> : null}
      <RuleEditor
        // A preset, another version or another answer brings other settings.
        key={answer ? answer.sending : `${page.version}?${search}`}
        fields={answer?.fields ?? (frozen ? null : readRuleFields(search)) ?? page.fields}
        sent={search}
        criteria={page.criteria}
        borrowed={page.borrowed}
        // What was sent stays bound to the version that it was written against.
        version={answer?.version ?? page.version}
        idempotencyKey={page.idempotencyKey}
        frozen={frozen}
        at={problems.at}
      />
    </div>
  );
}

/** The label of an input's path. */
function useRuleLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("rounds");
  const labels: Record<string, string> = {
    ...{ level: t("rule.level"), method: t("rule.method"), high: t("rule.high"), low: t("rule.low") },
    ...{ atLeast: t("rule.atLeast"), missing: t("rule.missing"), groups: t("rule.groups") },
    ...{ sheet: t("rule.placesSheet"), combined: t("rule.placesCombined"), points: t("rule.placesPoints") },
    total: t("rule.placesTotal"),
  };
  return (path) => {
    const tie = /^rule\.ties\.(\d+)$/.exec(path);
    return tie ? t("rule.tie", { number: Number(tie[1]) + 1 }) : labels[path.split(".").at(-1) ?? ""];
  };
}

/** The control of an input's path: rule.ties.1 is tie-1, rule.places.total is total, rule.combine.high is high. */
function controlOf(path: string): string {
  const tie = /^rule\.ties\.(\d+)$/.exec(path);
  return tie ? `tie-${tie[1]}` : (path.split(".").at(-1) ?? path);
}
