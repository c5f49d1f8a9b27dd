import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { createEdition } from "~/commands/editions/create-edition.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/signing-problem.ts";
import { mayCreateEditions } from "~/rules/accounts/access.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { useProblems } from "../rounds/invite-forms.tsx";
import { senderOf } from "../rounds/rubric-editor.tsx";
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
  rolesMayFallTogether: "none",
};

export async function loader(args: LoaderFunctionArgs) {
  if (!mayCreateEditions(await signedIn(args))) throw notFound();
  return { title: i18nFor(args.context.locale).t("editions:new.title"), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const answer = await createEdition(await senderOf(context, form), { basics: editionOf(form) });
  if (answer.ok) return redirect(`/organize/editions/${answer.value.slug}/settings/choices`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, sent: sentEdition(form) }, refusal.init ?? undefined);
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
    <Form method="post" noValidate className="grid max-w-280 gap-6">
      <PageHeader
        title={t("new.title")}
        lead={t("new.lead")}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
      />
      <ErrorSummary errors={errors} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <EditionFields values={answer?.sent ?? blank} fresh fixed={false} at={at} />
      <div>
        <SubmitButton kind="primary">{t("new.create")}</SubmitButton>
      </div>
    </Form>
  );
}
