import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { removeHostedFile } from "~/commands/files/remove-hosted-file.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { type HostedSlot, hostedAddress } from "~/rules/files/hosted-file.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findHostedFiles } from "~db/queries/files/hosted-files.ts";
import { HostedFileRow, UploadForm } from "./hosted-file-forms.tsx";

/** What the edition gives out: downloads of its public page, and the blank forms of what applicants attach. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const files = await findHostedFiles(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.files"),
    slug: edition.slug,
    files: files.map(({ sha256: _, type: __, ...file }) => ({
      ...file,
      address: hostedAddress(edition.slug, file.id),
    })),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type HostedFilesPage = ReturnType<typeof useLoaderData<typeof loader>>;

/** Takes a file out. Files come in by the disk (app/routes/api/files/hosted-upload.ts). */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const sent = { file: textOf(form, "file"), reason: textOf(form, "reason") };
  const answer = await removeHostedFile(by, { edition: params.edition, ...sent });
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/files?saved=1`, sent);
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function HostedFiles(): ReactNode {
  const { t } = useTranslation(["files", "editions", "ui"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-remove-${answer?.file}` : path),
    labelOf: (path) => (path === "reason" ? t("ui:field.reason") : undefined),
  });
  const settings = `/organize/editions/${page.slug}/settings`;
  const row = (file: HostedFilesPage["files"][number]) => (
    <HostedFileRow
      key={file.id}
      file={file}
      idempotencyKey={`${page.idempotencyKey}-${file.id}`}
      wrong={answer?.file === String(file.id) ? { reason: answer.reason, error: at("reason") } : undefined}
    />
  );
  const of = (isOne: (slot: HostedSlot) => boolean) => page.files.filter(({ slot }) => isOne(slot));
  const downloads = of((slot) => slot === "download");
  const templates = of((slot) => slot !== "download");
  return (
    <div className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">{t("hosted.lead")}</p>
      <ErrorSummary errors={errors} />
      <Saved title={t("hosted.saved")} />
      <Card title={t("hosted.downloads")}>
        <div className="grid gap-4">
          <p className="max-w-prose text-ink-soft">
            {t("hosted.downloadsLead")} <a href={`${settings}/page`}>{t("hosted.byAddress")}</a>
          </p>
          {downloads.length === 0 ? <p>{t("hosted.downloadsNone")}</p> : <ul className="grid">{downloads.map(row)}</ul>}
          <UploadForm slot="download" />
        </div>
      </Card>
      <Card title={t("hosted.templates")}>
        <div className="grid gap-4">
          <p className="max-w-prose text-ink-soft">
            {t("hosted.templatesLead")} <a href={`${settings}/eligibility`}>{t("hosted.byAddressTemplates")}</a>
          </p>
          {templates.length === 0 ? <p>{t("hosted.templatesNone")}</p> : <ul className="grid">{templates.map(row)}</ul>}
          <UploadForm slot="template" />
        </div>
      </Card>
    </div>
  );
}
