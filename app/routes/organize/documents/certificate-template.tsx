import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveTemplate } from "~/commands/documents/save-certificate-template.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { ActionForm, SaveButton, Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { certificatePlaceholders, fillTemplate } from "~/rules/documents/certificate.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { titled } from "~/ui/page-title.ts";
import { findCertificateTemplate } from "~db/queries/documents/certificates.ts";

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
  const { form, by, version } = await readForm({ request, context });
  const template: CertificateFields = textsOf(form, fields);
  const answer = await saveTemplate(by, { edition: params.edition, version, template });
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/certificate?saved=1`, {
    template,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function CertificateSettings(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <TemplateForm key={answer ? answer.sending : page.version} />;
}

function TemplateForm(): ReactNode {
  const { t } = useTranslation(["certificates", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
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
    name,
    label: t(`template.${name}`),
    defaultValue: given[name],
    error: at(`template.${name}`),
    ...(name.endsWith("En") ? { hint: t("template.chineseOnly"), optional: true } : {}),
  });
  return (
    <div className="grid items-start gap-8 xl:grid-cols-2">
      <ActionForm
        version={page.version}
        idempotencyKey={page.idempotencyKey}
        noValidate
        watched
        onInput={follow}
        className="grid min-w-0 gap-6"
      >
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
        <Saved />
        <TextField {...text("title")} />
        <TextAreaField {...text("body")} max={600} rows={5} />
        <TextAreaField {...text("issuer")} max={200} rows={2} />
        <TextField {...text("titleEn")} />
        <TextAreaField {...text("bodyEn")} max={1000} rows={4} />
        <TextAreaField {...text("issuerEn")} max={400} rows={2} />
        <SaveButton />
      </ActionForm>
      <CertificatePreview fields={typed} today={page.today} />
    </div>
  );
}

/** What a certificate with these words looks like, with an example in place of the placeholders; follows what is typed. */
function CertificatePreview({ fields, today }: { fields: CertificateFields; today: Date }): ReactNode {
  const { t } = useTranslation("certificates");
  const zh = {
    name: t("example.name"),
    project: t("example.project"),
    award: t("example.award"),
    rank: "1",
    round: t("example.round"),
    edition: t("example.edition"),
    date: formatDate(today, "zh-CN"),
  };
  const en = {
    name: t("example.nameEn"),
    project: t("example.projectEn"),
    award: t("example.awardEn"),
    rank: "1",
    round: t("example.roundEn"),
    edition: t("example.editionEn"),
    date: formatDate(today, "en"),
  };
  return (
    <section aria-label={t("template.preview")} className="sticky top-4 grid gap-3">
      <h2 className="text-lg">{t("template.preview")}</h2>
      <div className="border-4 border-double border-award bg-surface px-6 py-8 sm:px-10">
        <p className="text-balance text-center font-serif text-3xl text-award" lang="zh-CN">
          {fillTemplate(fields.title, zh)}
        </p>
        {fields.titleEn ? (
          <p className="mt-1 text-center text-award" lang="en">
            {fillTemplate(fields.titleEn, en)}
          </p>
        ) : null}
        <p className="mt-6 whitespace-pre-line break-words text-lg" lang="zh-CN">
          {fillTemplate(fields.body, zh)}
        </p>
        {fields.bodyEn ? (
          <p className="mt-4 whitespace-pre-line break-words text-sm text-ink-soft" lang="en">
            {fillTemplate(fields.bodyEn, en)}
          </p>
        ) : null}
        <p className="mt-8 whitespace-pre-line text-right" lang="zh-CN">
          {fillTemplate(fields.issuer, zh)}
        </p>
        {fields.issuerEn ? (
          <p className="whitespace-pre-line text-right text-sm text-ink-soft" lang="en">
            {fillTemplate(fields.issuerEn, en)}
          </p>
        ) : null}
        <p className="mt-1 text-right" lang="zh-CN">
          {zh.date}
        </p>
      </div>
      <p className="text-sm text-ink-soft">{t("template.previewNote")}</p>
    </section>
  );
}
