import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveRubric } from "~/commands/rounds/save-rubric.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { defaultRubric } from "~/rules/rounds/rubric.ts";
import { fieldsOfRubric, readRubricFields, rubricOfFields } from "~/rules/rounds/rubric-fields.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { Frozen, RubricEditor } from "./rubric-editor.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const criteria = await findRubric(context.db, round.id);
  const { frozenAt } = await findSetup(context.db, round.id);
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.rubric")} · ${inLocale(context.locale, round.title, round.titleEn)}`,
    criteria: fieldsOfRubric(criteria.length > 0 ? criteria : defaultRubric),
    savedKeys: criteria.map((criterion) => criterion.key),
    version: digestOf(criteria),
    frozenAt,
    now: now(),
    timeZone: round.timeZone,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const fields = readRubricFields(form);
  const answer = await saveRubric(by, {
    round: params.round,
    version,
    criteria: rubricOfFields(fields),
    discardDraftMarks: form.has("discardDraftMarks"),
  });
  return answerForm(request, answer, `/organize/rounds/${params.round}/rubric?saved=1`, { fields, version });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Rubric(): ReactNode {
  const { t } = useTranslation("rounds");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const error = answer?.error;
  const problems = useProblems(error, { idOf: controlOf, labelOf: useRubricLabels() });
  const frozen = page.frozenAt !== null;
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("rubric.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("rubric.lead")}</p>
      </div>
      {page.frozenAt ? <Frozen at={page.frozenAt} now={page.now} timeZone={page.timeZone} /> : null}
      <ErrorSummary errors={problems.errors} />
      {error?.type === "criterion-in-ties" ? (
        <Callout kind="warn">{t("rubric.inTies", { keys: error.keys.join(", ") })}</Callout>
      ) : null}
      <Saved />
      {page.savedKeys.length === 0 ? <Callout>{t("rubric.start")}</Callout> : null}
      <RubricEditor
        // Another version, or another answer, brings other rows.
        key={answer ? answer.sending : page.version}
        criteria={answer?.fields ?? page.criteria}
        savedKeys={page.savedKeys}
        // What was sent stays bound to the version that it was written against: the next try must not overwrite silently.
        version={answer?.version ?? page.version}
        idempotencyKey={page.idempotencyKey}
        frozen={frozen}
        problems={problems}
        draftMarks={error?.type === "marks-in-drafts" ? error.marks : 0}
      />
    </div>
  );
}

/** The label of an input's path: 评分项 1 · 第2档 · 说明 for criteria.0.bands.1.guidance. */
function useRubricLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("rounds");
  const own: Record<string, string> = {
    label: t("rubric.label"),
    labelEn: t("rubric.labelEn"),
    key: t("rubric.key"),
    max: t("rubric.max"),
    step: t("rubric.step"),
    factor: t("rubric.factor"),
  };
  const ofBand: Record<string, string> = {
    floorPercent: t("rubric.floor"),
    label: t("rubric.bandLabel"),
    labelEn: t("rubric.bandLabelEn"),
    guidance: t("rubric.guidance"),
    guidanceEn: t("rubric.guidanceEn"),
  };
  return (path) => {
    const [, row, band, field = ""] = /^criteria\.(\d+)(?:\.bands\.(\d+))?(?:\.(\w+))?$/.exec(path) ?? [];
    if (row === undefined) return undefined;
    const parts: string[] = [t("rubric.criterion", { number: Number(row) + 1 })];
    if (band !== undefined) parts.push(t("rubric.band", { number: Number(band) + 1 }));
    const label = (band === undefined ? own : ofBand)[field];
    return (label ? [...parts, label] : parts).join(" · ");
  };
}

/** The control of an input's path: criteria.0.bands.1.label is named criteria[0].bands[1].label. */
function controlOf(path: string): string {
  return path.replace(/\.(\d+)(?=\.|$)/g, "[$1]");
}
