import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveAdvancementRule } from "~/commands/advancement/save-advancement-rule.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/refused.ts";
import { advancementOf, usualAdvancement } from "~/rules/advancement/advancement-rule.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findTourHeats } from "~db/queries/advancement/advancements.ts";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import {
  AdvancementFields,
  advancementId,
  fieldsOfAdvancement,
  ruleOfAdvancement,
  sentAdvancement,
} from "./advancement-fields.tsx";

/** Who goes on from the heats into the final, as a rule. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const rule = advancementOf(edition.advancement);
  const { groups } = await findTracksAndGroups(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.advancement"),
    slug: edition.slug,
    fields: fieldsOfAdvancement(rule ?? usualAdvancement),
    heats: await findTourHeats(args.context.db, edition.id),
    groups: groups.map(({ key, title, titleEn }) => ({ key, title, titleEn })),
    version: digestOf(rule),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const fields = sentAdvancement(form);
  const version = textOf(form, "version");
  const input = { edition: params.edition, version, rule: ruleOfAdvancement(fields) };
  const answer = await saveAdvancementRule(await senderOf(context, form), input);
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/advancement?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, fields, version, sending: crypto.randomUUID() }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function AdvancementRulePage(): ReactNode {
  const { t } = useTranslation(["advancement", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const problems = useProblems(answer?.error, { idOf: (path) => advancementId(answer?.fields, path) });
  return (
    <Form method="post" noValidate key={answer ? answer.sending : page.version} className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">
        {t("rule.lead")}{" "}
        <Link to={`/organize/editions/${page.slug}/advancement`} className="inline-block">
          {t("title")}
        </Link>
      </p>
      <ErrorSummary errors={problems.errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <AdvancementFields
        fields={answer?.fields ?? page.fields}
        heats={page.heats}
        groups={page.groups}
        at={problems.at}
      />
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
