import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveAdvancementRule } from "~/commands/advancement/save-advancement-rule.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { advancementOf, defaultAdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { editionFor } from "~/services/http/guard.ts";
import { titled } from "~/ui/page-title.ts";
import { findTourHeats } from "~db/queries/advancement/advancements.ts";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { advancementId, fieldsOfAdvancement, ruleOfAdvancement, sentAdvancement } from "./rule-fields.ts";
import { AdvancementFields } from "./rule-form.tsx";

/** Who goes on from the heats into the final, as a rule. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const rule = advancementOf(edition.advancement);
  const { groups } = await findTracksAndGroups(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.advancement"),
    slug: edition.slug,
    fields: fieldsOfAdvancement(rule ?? defaultAdvancementRule),
    heats: await findTourHeats(args.context.db, edition.id),
    groups: groups.map(({ key, title, titleEn }) => ({ key, title, titleEn })),
    version: digestOf(rule),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const fields = sentAdvancement(form);
  const input = { edition: params.edition, version, rule: ruleOfAdvancement(fields) };
  const answer = await saveAdvancementRule(by, input);
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/advancement?saved=1`, {
    fields,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function AdvancementRulePage(): ReactNode {
  const { t } = useTranslation(["advancement", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = useProblems(answer?.error, { idOf: (path) => advancementId(answer?.fields, path) });
  return (
    <SettingsForm
      of={page}
      errors={problems.errors}
      lead={
        <>
          {t("rule.lead")}{" "}
          <Link to={`/organize/editions/${page.slug}/advancement`} className="inline-block">
            {t("title")}
          </Link>
        </>
      }
    >
      <AdvancementFields
        fields={answer?.fields ?? page.fields}
        heats={page.heats}
        groups={page.groups}
        at={problems.at}
      />
    </SettingsForm>
  );
}
