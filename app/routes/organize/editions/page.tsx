import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveEditionPage } from "~/commands/editions/save-edition-page.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/refused.ts";
import { keptPage } from "~/rules/editions/edition-page.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { fieldsOfPage, PageFields, pageOf, readPageFields, usePageLabels } from "./page-fields.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const page = keptPage(edition.page);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.page"),
    slug: edition.slug,
    fields: fieldsOfPage(page),
    version: digestOf(page),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const fields = readPageFields(form);
  const version = textOf(form, "version");
  const answer = await saveEditionPage(await senderOf(context, form), {
    edition: params.edition,
    version,
    page: pageOf(fields),
  });
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/page?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, fields, version, sending: crypto.randomUUID() }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function EditionPageSettings(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const problems = useProblems(answer?.error, {
    idOf: (path) => path.replace("page.", "").replace(/\.(\d+)(?=\.)/g, "[$1]"),
    labelOf: usePageLabels(),
  });
  return (
    <Form method="post" noValidate key={answer ? answer.sending : page.version} className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">
        {t("page.lead")}{" "}
        <a href={`/editions/${page.slug}`} className="inline-block">
          {t("page.see")}
        </a>
      </p>
      <ErrorSummary errors={problems.errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <PageFields fields={answer?.fields ?? page.fields} at={problems.at} />
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
