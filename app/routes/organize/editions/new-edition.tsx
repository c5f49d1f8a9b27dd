import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { createEdition } from "~/commands/editions/create-edition.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { mayCreateEditions } from "~/rules/accounts/access.ts";
import { titleOfNext } from "~/rules/editions/copied-edition.ts";
import { editionFormValues } from "~/rules/editions/edition-basics.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { basicsOf } from "~db/queries/editions/edition-settings.ts";
import { type Edition, findEdition } from "~db/queries/editions/editions.ts";
import { findDeskEditions } from "~db/queries/rounds/rounds.ts";
import { PatternPicker } from "../rounds/pattern-picker.tsx";
import { asSent, EditionFields, editionOf, type SentEdition, sentEdition, useEditionLabels } from "./basics-fields.tsx";

const blank: SentEdition = {
  slug: "",
  ordinal: "",
  title: "",
  titleEn: "",
  summary: "",
  summaryEn: "",
  contact: "",
  state: "draft",
  applyOpensAt: "",
  applyClosesAt: "",
  retentionOn: "",
  secondCheck: false,
  bundlePublic: false,
  bundleNamesJudges: false,
  namesPublic: false,
  rolesMayFallTogether: "none",
};

export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  if (!mayCreateEditions(actor)) throw notFound();
  const from = new URL(args.request.url).searchParams.get("from") ?? "";
  const pattern = await findEdition(args.context.db, from);
  return {
    editions: await findDeskEditions(args.context.db, actor),
    pattern: pattern && { slug: pattern.slug, title: pattern.title, titleEn: pattern.titleEn, basics: nextOf(pattern) },
    title: i18nFor(args.context.locale).t("editions:new.title"),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const from = textOf(form, "from") || undefined;
  const ticks = { rounds: form.has("rounds"), panels: form.has("panels") };
  const answer = await createEdition(by, { basics: editionOf(form), from, ...ticks });
  return answerForm(
    request,
    answer,
    ({ slug }) => (from === undefined ? `/organize/editions/${slug}/settings/choices` : "/organize"),
    { sent: sentEdition(form), ticks },
  );
}

/** What the next edition begins with: the same, one number on, without dates and address. */
function nextOf(edition: Edition): SentEdition {
  const ordinal = edition.ordinal === null ? null : edition.ordinal + 1;
  return asSent({
    ...editionFormValues(basicsOf(edition)),
    ordinal,
    slug: ordinal === null ? "" : String(ordinal),
    title: titleOfNext(edition.title, edition.ordinal, ordinal),
    titleEn: edition.titleEn && titleOfNext(edition.titleEn, edition.ordinal, ordinal),
    applyOpensAt: null,
    applyClosesAt: null,
    retentionOn: null,
  });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function NewEdition(): ReactNode {
  const { t } = useTranslation(["editions", "rounds"]);
  const locale = useLocale();
  const { editions, pattern, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useEditionLabels(),
  });
  return (
    <div className="grid max-w-280 gap-6">
      <PageHeader
        title={t("new.title")}
        lead={t("new.lead")}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
      />
      {editions.length > 0 ? (
        <PatternPicker
          label={t("new.from")}
          hint={t("new.fromHint")}
          from={pattern?.slug ?? null}
          options={editions.map(({ slug, title, titleEn }) => ({
            value: slug,
            label: inLocale(locale, title, titleEn),
          }))}
        />
      ) : null}
      <ActionForm key={pattern?.slug} idempotencyKey={idempotencyKey} noValidate watched className="grid gap-6">
        <ErrorSummary errors={errors} />
        {pattern ? (
          <>
            <input type="hidden" name="from" value={pattern.slug} />
            <Callout title={t("new.taken", { edition: inLocale(locale, pattern.title, pattern.titleEn) })}>
              <p>{t("new.takenNote")}</p>
              <CheckboxField
                name="rounds"
                label={t("new.rounds")}
                hint={t("new.roundsHint")}
                defaultChecked={answer?.ticks.rounds ?? true}
              />
              <CheckboxField
                name="panels"
                label={t("new.panels")}
                hint={t("new.panelsHint")}
                defaultChecked={answer?.ticks.panels ?? true}
              />
            </Callout>
          </>
        ) : null}
        <EditionFields values={answer?.sent ?? pattern?.basics ?? blank} fresh fixed={false} at={at} />
        <SaveLine>
          <SubmitButton kind="primary">{t("new.create")}</SubmitButton>
        </SaveLine>
      </ActionForm>
    </div>
  );
}
