import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { eligibilityVersion, saveEligibility } from "~/commands/screening/save-eligibility.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/refused.ts";
import { attachmentKinds } from "~/rules/files/attachment.ts";
import { blankRule, fieldsOfRule, ruleOfFields } from "~/rules/screening/eligibility-fields.ts";
import { eligibilityKinds, eligibilityOf } from "~/rules/screening/eligibility-rule.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { RuleCard, readRules } from "./rule-card.tsx";

/** Who may take part, rule by rule, and which files everybody must hand in. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const rules = eligibilityOf(edition.eligibility);
  const { groups } = await findTracksAndGroups(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.eligibility"),
    rules: rules.map(fieldsOfRule),
    required: edition.requiredAttachments,
    groups,
    version: eligibilityVersion(rules, edition.requiredAttachments),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const kept = readRules(form);
  const required = form.getAll("required").map(String);
  const version = textOf(form, "version");
  const added = eligibilityKinds.find((kind) => kind === textOf(form, "add"));
  // A rule that is being added has its parameters still to come: the form comes back with it, nothing is saved yet
  if (textOf(form, "intent") === "add") {
    const taken = kept.map(({ key }) => key);
    const rules = added ? [...kept, blankRule(added, taken)] : kept;
    return data({ error: undefined, rules, required, version, sending: crypto.randomUUID() });
  }
  const answer = await saveEligibility(await senderOf(context, form), {
    edition: params.edition,
    version,
    rules: kept.map(ruleOfFields),
    requiredAttachments: required,
  });
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/eligibility?saved=1`, 303);
  const refusal = refused(answer.error, request);
  const sent = { rules: kept, required, version, sending: crypto.randomUUID() };
  return data({ ...refusal.data, ...sent }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function Eligibility(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const problems = useProblems(answer?.error, {
    idOf: (path) => path.replace(/\.(\d+)(?=\.)/g, "[$1]"),
    labelOf: (path) => {
      const [, place] = /^rules\.(\d+)/.exec(path) ?? [];
      return place === undefined ? undefined : t("rule.number", { number: Number(place) + 1 });
    },
  });
  const rules = answer?.rules ?? page.rules;
  const required = answer?.required ?? page.required;
  return (
    <Form method="post" noValidate key={answer ? answer.sending : page.version} className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">{t("rule.lead")}</p>
      <ErrorSummary errors={problems.errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      {answer && !answer.error ? <Callout live title={t("rule.notSavedYet")} /> : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      {/* Enter in a field saves */}
      <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" />
      {rules.map((rule, place) => (
        <RuleCard key={rule.key} rule={rule} place={place} groups={page.groups} at={problems.at} />
      ))}
      <Card title={t("rule.add")}>
        <div className="flex flex-wrap items-end gap-3">
          <SelectField
            name="add"
            label={t("rule.kindLabel")}
            options={eligibilityKinds.map((kind) => ({ value: kind, label: t(`rule.kind.${kind}`) }))}
          />
          <SubmitButton intent="add" icon="plus">
            {t("rule.addIt")}
          </SubmitButton>
        </div>
      </Card>
      <Card title={t("required.title")}>
        <p className="mb-3 text-ink-soft">{t("required.lead")}</p>
        <div className="grid gap-1 sm:grid-cols-2">
          {attachmentKinds.map((kind) => (
            <CheckboxField
              key={kind}
              id={`required-${kind}`}
              name="required"
              value={kind}
              label={t(`required.kind.${kind}`)}
              defaultChecked={required.includes(kind)}
            />
          ))}
        </div>
      </Card>
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
