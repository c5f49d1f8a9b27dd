import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveTemplate } from "~/commands/documents/save-certificate-template.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/refused.ts";
import { certificatePlaceholders } from "~/rules/documents/certificate.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { findCertificateTemplate } from "~db/queries/documents/certificates.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { CertificatePreview } from "./certificate-preview.tsx";

const fields = ["title", "titleEn", "body", "bodyEn", "issuer", "issuerEn"] as const;
export type CertificateFields = Record<(typeof fields)[number], string>;

export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const template = await findCertificateTemplate(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("certificates:template.tab"),
    fields: Object.fromEntries(fields.map((name) => [name, template[name] ?? ""])) as CertificateFields,
    version: digestOf(template),
    today: now(),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const template = Object.fromEntries(fields.map((name) => [name, textOf(form, name)])) as CertificateFields;
  const version = textOf(form, "version");
  const answer = await saveTemplate(await senderOf(context, form), { edition: params.edition, version, template });
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/certificate?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, template, version, sending: crypto.randomUUID() }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function CertificateSettings(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <TemplateForm key={answer ? answer.sending : page.version} />;
}

function TemplateForm(): ReactNode {
  const { t } = useTranslation(["certificates", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const given = answer?.template ?? page.fields;
  const [typed, setTyped] = useState<CertificateFields>(given);
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("template.", ""),
    labelOf: (path) => t(`template.${path.replace("template.", "") as keyof CertificateFields}`),
  });
  const follow = (event: FormEvent<HTMLFormElement>) => {
    const { name, value } = event.target as HTMLTextAreaElement;
    if (fields.some((field) => field === name)) setTyped((before) => ({ ...before, [name]: value }));
  };
  const text = (name: keyof CertificateFields) => ({
    ...{ name, label: t(`template.${name}`), defaultValue: given[name], error: at(`template.${name}`) },
    ...(name.endsWith("En") ? { hint: t("template.chineseOnly"), optional: true } : {}),
  });
  return (
    <div className="grid items-start gap-8 xl:grid-cols-2">
      <Form method="post" noValidate onInput={follow} className="grid min-w-0 gap-6">
        <div className="max-w-prose text-ink-soft">
          <p>{t("template.lead")}</p>
          <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
            {certificatePlaceholders.map((name) => (
              <li key={name}>
                <code>{`{${name}}`}</code> {t(`template.placeholder.${name}`)}
              </li>
            ))}
          </ul>
        </div>
        <ErrorSummary errors={errors} />
        {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
        <input type="hidden" name="version" value={answer?.version ?? page.version} />
        <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
        <TextField {...text("title")} />
        <TextAreaField {...text("body")} max={600} rows={5} />
        <TextAreaField {...text("issuer")} max={200} rows={2} />
        <TextField {...text("titleEn")} />
        <TextAreaField {...text("bodyEn")} max={1000} rows={4} />
        <TextAreaField {...text("issuerEn")} max={400} rows={2} />
        <div>
          <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
        </div>
      </Form>
      <CertificatePreview fields={typed} today={page.today} />
    </div>
  );
}
