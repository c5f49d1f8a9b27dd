import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ruleVersion, saveRule } from "~/commands/rounds/save-rule.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm, Saved } from "~/forms/form.tsx";
import { type Problems, useProblems } from "~/forms/problems.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { defaultRubric } from "~/rules/rounds/rubric.ts";
import type { Deliberation } from "~/rules/scoring/deliberation.ts";
import {
  marksOfTexts,
  readSampleExtras,
  readSampleTexts,
  type SampleCriterion,
  type SampleExtras,
  type SampleTexts,
  sampleCriteria,
  sampleEntries,
  sampleJudges,
  sampleKind,
  sampleSheetTotals,
  sampleStandings,
} from "~/rules/standings/example.ts";
import { type LaterPreset, laterPresetsFor } from "~/rules/standings/later-presets.ts";
import { type Rule, type RulePreset, rulePresets, ruleSchema } from "~/rules/standings/rule.ts";
import {
  fieldsOfRule,
  readRuleFields,
  ruleFieldEntries,
  ruleOfFields,
  type ScoringRuleFields,
} from "~/rules/standings/rule-fields.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Button, LinkButton, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { RuleWords } from "~/ui/results/results-table.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { listCarriable } from "~db/queries/standings/carried.ts";
import { findDeliberationSetting, findRule } from "~db/queries/standings/rules.ts";
import { Frozen } from "../rounds/rubric-editor.tsx";
import { ExampleEntry } from "./example-entry.tsx";
import type { DeliberationFields } from "./later-settings.tsx";
import { controlOf, useRuleLabels } from "./rule-paths.ts";
import { RuleSettings } from "./rule-settings.tsx";

/** Common rules to start from: each a link to this page with its settings filled in, not yet saved. */
function RulePresets({ rounds }: { rounds: RuleEditorProps["rounds"] }): ReactNode {
  const { t } = useTranslation("rounds");
  const presets = Object.entries<Rule>({ ...rulePresets, ...laterPresetsFor(rounds[0]?.value ?? null) });
  return (
    <section aria-labelledby="presets" className="flex flex-wrap items-center gap-3">
      <h3 id="presets" className="font-semibold">
        {t("rule.presets")}
      </h3>
      {presets.map(([preset, rule]) => (
        <LinkButton key={preset} size="row" to={`?${addressOf(rule)}`} preventScrollReset replace>
          {t(`rule.preset.${preset as RulePreset | LaterPreset}`)}
        </LinkButton>
      ))}
    </section>
  );
}

function addressOf(rule: Rule): URLSearchParams {
  return new URLSearchParams(ruleFieldEntries(fieldsOfRule(rule)).filter(([, value]) => value !== ""));
}

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const rule = await findRule(context.db, round.id);
  const deliberation = await findDeliberationSetting(context.db, round.id);
  const rubric = await findRubric(context.db, round.id);
  const { frozenAt } = await findSetup(context.db, round.id);
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.rule")} · ${inLocale(context.locale, round.title, round.titleEn)}`,
    fields: fieldsOfRule(rule ?? rulePresets.trimmed),
    version: ruleVersion(rule, deliberation),
    deliberation: deliberationFields(deliberation),
    criteria: (rubric.length > 0 ? rubric : defaultRubric).map(({ bands: _, ...criterion }) => criterion),
    borrowed: rubric.length === 0,
    rounds: (await listCarriable(context.db, round.id)).map(({ slug, title, titleEn }) => ({
      value: slug,
      label: inLocale(context.locale, title, titleEn),
    })),
    frozenAt,
    now: now(),
    timeZone: round.timeZone,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const fields = readRuleFields(form);
  const rule = fields && ruleOfFields(fields);
  const confers = deliberationSent(form);
  const hasValues = fields?.level !== "criterion" && fields?.later.placings !== "skating";
  const deliberation = hasValues ? deliberationOf(confers) : null;
  const answer = await saveRule(by, { round: params.round, version, rule, deliberation });
  return answerForm(request, answer, `/organize/rounds/${params.round}/rule?saved=1`, { fields, version, confers });
}

export const meta = titled<typeof loader>((page) => page.title);

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
      <Saved />
      <RuleEditor
        // A preset, another version or another answer brings other settings.
        key={answer ? answer.sending : `${page.version}?${search}`}
        fields={answer?.fields ?? (frozen ? null : readRuleFields(search)) ?? page.fields}
        sent={search}
        criteria={page.criteria}
        rounds={page.rounds}
        deliberation={answer?.confers ?? page.deliberation}
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

function deliberationFields(setting: Deliberation | null): DeliberationFields {
  return {
    method: setting?.method ?? "",
    threshold: setting ? String(setting.threshold) : "",
    hidesJudges: setting?.hidesJudges ?? false,
  };
}

function deliberationSent(form: FormData): DeliberationFields {
  return {
    method: textOf(form, "confers"),
    threshold: textOf(form, "threshold").trim(),
    hidesJudges: form.has("hidesJudges"),
  };
}

/** As the command takes it, still unchecked: null where the panel never confers. */
function deliberationOf({ method, threshold, hidesJudges }: DeliberationFields): unknown {
  return method === "" ? null : { method, threshold: threshold === "" ? undefined : Number(threshold), hidesJudges };
}

interface RuleExampleProps {
  /** null while the settings are no rule yet. */
  rule: Rule | null;
  criteria: SampleCriterion[];
  /** The words of every criterion of the rubric, by key. */
  labels: Map<string, string>;
  texts: SampleTexts;
  extras: SampleExtras;
  rounds: RuleEditorProps["rounds"];
  /** The example stands on the contest's usual rubric, for the round has none yet. */
  borrowed: boolean;
}

/** A small round judged by the rule, mark by mark: what is dropped, what the totals are, how ties are broken. */
function RuleExample({ rule, criteria, labels, texts, extras, rounds, borrowed }: RuleExampleProps): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const marks = marksOfTexts(criteria, texts);
  const judged = rule && sampleStandings(criteria, marks, rule, extras);
  const lines = judged && new Map(judged.standings.map((line) => [line.entry, line]));
  const totals = rule?.level === "sheet" ? sampleSheetTotals(criteria, marks, rule) : null;
  const shown = borrowed ? t("example.defaultRubric") : t("example.onlyTwo", { count: criteria.length });
  const head = "border-line border-b bg-sunken px-1.5 py-2 text-center text-sm font-semibold";
  return (
    <section aria-labelledby="example" className="grid min-w-0 gap-3">
      <div>
        <h3 id="example" className="text-lg">
          {t("example.title")}
        </h3>
        <p className="text-sm text-ink-soft">
          {t("example.lead")} {shown}
        </p>
      </div>
      {rule ? null : <Callout kind="warn">{t("example.wrong")}</Callout>}
      <div className="scroll-x relative rounded border border-line bg-surface">
        <table className="w-full border-collapse">
          <caption className="sr-only">{t("example.title")}</caption>
          <thead>
            <tr>
              <td className={head} />
              {sampleJudges.map((judge, at) => (
                <th key={judge} scope="col" className={head}>
                  {judge}
                  {at === 0 ? (
                    <span className="block text-sm font-normal text-ink-soft">{t("example.head")}</span>
                  ) : null}
                  {rule?.kinds ? (
                    <span className="block text-sm font-normal text-ink-soft">{sampleKind(rule, at)?.label}</span>
                  ) : null}
                </th>
              ))}
              <th scope="col" className={head}>
                {t("example.combined")}
              </th>
            </tr>
          </thead>
          {sampleEntries.map((entry, at) => (
            <ExampleEntry
              key={entry}
              entry={entry}
              at={at}
              criteria={criteria.map(({ label, labelEn, ...scale }) => ({
                ...scale,
                label: inLocale(locale, label, labelEn),
              }))}
              labels={labels}
              texts={texts}
              marks={marks[at] ?? []}
              line={lines?.get(entry) ?? null}
              totals={totals?.[at] ?? null}
              rule={rule}
              figures={judged ?? {}}
              extras={extras}
              rounds={rounds}
            />
          ))}
        </table>
      </div>
    </section>
  );
}

interface RuleEditorProps {
  fields: ScoringRuleFields;
  /** Sample marks that came with the address: "recompute" without JavaScript. */
  sent: URLSearchParams;
  criteria: SampleCriterion[];
  /** Rounds whose totals may be carried: address and title. */
  rounds: { value: string; label: string }[];
  deliberation: DeliberationFields;
  borrowed: boolean;
  version: string;
  idempotencyKey: string;
  frozen: boolean;
  at: Problems["at"];
}

/** The rule's settings beside a worked example of them, which the browser recomputes at every keystroke. */
function RuleEditor(props: RuleEditorProps): ReactNode {
  const { criteria, rounds, borrowed, version, idempotencyKey, frozen, at } = props;
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const hydrated = useHydrated();
  const [fields, setFields] = useState(props.fields);
  const rule = ruleOf(fields);
  const shown = sampleCriteria(criteria, fields.ties as Rule["ties"]);
  const [texts, setTexts] = useState<SampleTexts>(() => readSampleTexts(props.sent, shown));
  const [extras, setExtras] = useState<SampleExtras>(() => readSampleExtras(props.sent, rule ?? {}));
  const labels = new Map(criteria.map(({ key, label, labelEn }) => [key, inLocale(locale, label, labelEn)]));
  const recompute = (event: FormEvent<HTMLFormElement>) => {
    const form = new FormData(event.currentTarget);
    const next = readRuleFields(form) ?? fields;
    setFields(next);
    setTexts(readSampleTexts(form, sampleCriteria(criteria, next.ties as Rule["ties"])));
    setExtras(readSampleExtras(form, ruleOf(next) ?? {}));
  };
  return (
    <ActionForm
      idempotencyKey={idempotencyKey}
      noValidate
      watched
      onInput={recompute}
      className="group/rule grid gap-5"
    >
      <input type="hidden" name="version" value={version} />
      {frozen ? null : <RulePresets rounds={rounds} />}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,19rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <fieldset disabled={frozen} className="grid min-w-0 gap-5">
          <legend className="sr-only">{t("rule.title")}</legend>
          <RuleSettings
            fields={props.fields}
            live={fields}
            criteria={[...labels]}
            rounds={rounds}
            deliberation={props.deliberation}
            at={at}
          />
          {frozen ? null : (
            <SaveLine>
              <SubmitButton kind="primary">{t("rule.save")}</SubmitButton>
              {hydrated ? null : (
                <Button formMethod="get" formNoValidate>
                  {t("rule.preview")}
                </Button>
              )}
            </SaveLine>
          )}
        </fieldset>
        <div className="grid min-w-0 gap-5 lg:sticky lg:top-4">
          <RuleExample
            rule={rule}
            labels={labels}
            borrowed={borrowed}
            texts={texts}
            extras={extras}
            rounds={rounds}
            criteria={shown}
          />
          {rule ? (
            <Card title={t("rule.inWords")} level={3}>
              <RuleWords rule={rule} criteria={labels} />
            </Card>
          ) : null}
        </div>
      </div>
    </ActionForm>
  );
}

/** The rule that the fields say; null while they say none. */
function ruleOf(fields: ScoringRuleFields): Rule | null {
  return ruleSchema.safeParse(ruleOfFields(fields)).data ?? null;
}
