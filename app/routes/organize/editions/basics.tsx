import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { updateEdition } from "~/commands/editions/update-edition.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { refused } from "~/routes/signing-problem.ts";
import { writtenEdition } from "~/rules/editions/edition-basics.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { basicsOf } from "~db/queries/editions/edition-settings.ts";
import { useProblems } from "../rounds/invite-forms.tsx";
import { senderOf, textOf } from "../rounds/rubric-editor.tsx";
import { asSent, EditionFields, editionOf, sentEdition, useEditionLabels } from "./basics-fields.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const basics = writtenEdition(basicsOf(edition));
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:title"),
    basics,
    version: digestOf(basics),
    fixed: edition.state !== "draft",
    erasedAt: edition.erasedAt,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const input = { edition: params.edition, version: textOf(form, "version"), basics: editionOf(form) };
  const answer = await updateEdition(await senderOf(context, form), input);
  if (answer.ok) return redirect(`/organize/editions/${answer.value.slug}/settings?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, sent: sentEdition(form), version: input.version }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function EditionBasicsPage(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("basics.", ""),
    labelOf: useEditionLabels(),
  });
  const inRelease = answer?.error.type === "hands-fixed" ? answer.error.rounds : null;
  return (
    <Form method="post" key={page.version} noValidate className="grid max-w-280 gap-6">
      <ErrorSummary errors={errors} />
      {inRelease ? (
        <Callout kind="warn" title={t("basics.handsFixed")}>
          <ul className="flex flex-wrap gap-x-4">
            {inRelease.map(({ slug, title, titleEn }) => (
              <li key={slug}>
                <Link to={`/organize/rounds/${slug}/release`}>{inLocale(locale, title, titleEn)}</Link>
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      {page.erasedAt ? (
        <Callout>
          {t("basics.erased")} <DateTime at={page.erasedAt} />
        </Callout>
      ) : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <EditionFields values={answer?.sent ?? asSent(page.basics)} fixed={page.fixed} at={at} />
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
