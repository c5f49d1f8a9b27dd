import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { removeAttachment } from "~/commands/files/remove-attachment.ts";
import { answerForm } from "~/forms/action.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { can } from "~/rules/accounts/access.ts";
import { isAuthorPlace } from "~/rules/files/author-mark.ts";
import { attachmentFor } from "~/services/files/attachment-guard.ts";
import { notFound } from "~/services/http/guard.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { AttachmentList } from "~/ui/files/attachment-list.tsx";
import { UploadBox } from "~/ui/files/upload-box.tsx";
import { useRefusalWords, useTakesWords } from "~/ui/files/upload-row.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findSubmittedAttachments } from "~db/queries/files/attachments.ts";

/** The copy for blind review of a file that was handed in: what judges of a blind round see of it. */
export async function loader(args: LoaderFunctionArgs) {
  const { file, original } = await originalFor(args);
  return {
    documentTitle: i18nFor(args.context.locale).t("files:redacted.title"),
    code: file.code,
    original: { ...original, copy: null },
    copies: original.copy ? [{ ...original.copy, kind: original.kind }] : [],
  };
}

/** Takes the copy out. A new one comes by an upload. */
export async function action(args: ActionFunctionArgs) {
  const { actor, original } = await originalFor(args);
  if (!original.copy) throw notFound();
  const removed = await removeAttachment({ db: args.context.db, actor }, { id: original.copy.id });
  return answerForm(args.request, removed, `/organize/attachments/${original.id}/redacted`);
}

async function originalFor(args: LoaderFunctionArgs) {
  const { actor, file } = await attachmentFor(args, args.params.id);
  if (!can(actor, "screen", file)) throw notFound();
  const submitted = await findSubmittedAttachments(args.context.db, file.applicationId);
  const original = submitted.find(({ id }) => id === file.id);
  if (!original) throw notFound();
  return { actor, file, original };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function RedactedCopy(): ReactNode {
  const { t } = useTranslation("files");
  const { code, original, copies } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const takes = useTakesWords();
  const refusal = useRefusalWords();
  const { id, kind } = original;
  const why = search.get("refused");
  const places = search
    .getAll("in")
    .filter(isAuthorPlace)
    .map((place) => ({ place }));
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("redacted.title")}
        lead={t("redacted.lead")}
        breadcrumbs={[{ to: `/organize/applications/${code}`, label: code }]}
      />
      {why ? <Callout kind="danger" live title={refusal(why, kind, places)} /> : null}
      {search.has("added") ? <Callout kind="ok" live title={t("added")} /> : null}
      <Card title={t("redacted.of")}>
        <AttachmentList attachments={[original]} />
      </Card>
      <Card title={t("redacted.now")}>
        <div className="grid gap-4">
          {copies.length === 0 ? <p>{t("redacted.none")}</p> : <AttachmentList attachments={copies} kindHidden />}
          {copies.map(({ name }) => (
            <Form key={name} method="post">
              <Button size="row" kind="danger" aria-label={t("removeOf", { name })}>
                {t("remove")}
              </Button>
            </Form>
          ))}
          <p className="text-sm text-ink-soft" id="takes">
            {takes(kind)}
          </p>
          <UploadBox
            id={`attachments.${kind}`}
            action={`/organize/attachments/${id}/redacted`}
            about={{ redactedOf: id }}
            kind={kind}
            describedBy="takes"
          />
        </div>
      </Card>
    </div>
  );
}
