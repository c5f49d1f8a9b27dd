import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { createEdition } from "~/commands/editions/create-edition.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { mayCreateEditions } from "~/rules/accounts/access.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { EditionFields, editionOf, type SentEdition, sentEdition, useEditionLabels } from "./basics-fields.tsx";

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
  if (!mayCreateEditions(await signedIn(args))) throw notFound();
  return { title: i18nFor(args.context.locale).t("editions:new.title"), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const answer = await createEdition(by, { basics: editionOf(form) });
  return answerForm(request, answer, ({ slug }) => `/organize/editions/${slug}/settings/choices`, {
    sent: sentEdition(form),
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function NewEdition(): ReactNode {
  const { t } = useTranslation(["editions", "rounds"]);
  const { idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useEditionLabels(),
  });
  return (
    <ActionForm idempotencyKey={idempotencyKey} noValidate className="grid max-w-280 gap-6">
      <PageHeader
        title={t("new.title")}
        lead={t("new.lead")}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
      />
      <ErrorSummary errors={errors} />
      <EditionFields values={answer?.sent ?? blank} fresh fixed={false} at={at} />
      <div>
        <SubmitButton kind="primary">{t("new.create")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
