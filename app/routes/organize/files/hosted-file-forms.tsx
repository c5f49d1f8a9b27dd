import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IdempotencyKey } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { attachmentKinds, endingsOf } from "~/rules/files/attachment.ts";
import { hostedFiles, hostedTypes } from "~/rules/files/hosted-file.ts";
import { Button } from "~/ui/button.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatFileSize } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { HostedFilesPage } from "./hosted-files.tsx";

type HostedFile = HostedFilesPage["files"][number];

/** What was sent to a form of this page and refused: the words of the address that it led back to. */
function useRefused(isMine: (about: { slot: string | null; replaces: string | null }) => boolean) {
  const { t, i18n } = useTranslation("files");
  const [search] = useSearchParams();
  const type = search.get("refused");
  if (type === null || !isMine({ slot: search.get("slot"), replaces: search.get("replaces") })) return null;
  const words = { size: formatFileSize(hostedFiles.mostBytes), count: hostedFiles.most };
  const say = (key: string) => (i18n.exists(`files:${key}`) ? t(key as "hosted.saved", words) : null);
  const said = say(`hosted.refusal.${type}`) ?? say(`refusal.${type}`) ?? t("refusal.unavailable");
  const aboutTitle = type === "title-missing" || type === "invalid-input";
  return {
    said: { title: aboutTitle ? said : undefined, file: aboutTitle ? undefined : said },
    title: search.get("title") ?? "",
    titleEn: search.get("titleEn") ?? "",
    slot: search.get("slot") ?? "",
  };
}

/** The field for a file, with what is taken. */
function FileField({
  id,
  label,
  optional,
  error,
}: {
  id: string;
  label: string;
  optional?: boolean;
  error?: string;
}): ReactNode {
  const { t } = useTranslation("files");
  const takes = t("hosted.takes", { size: formatFileSize(hostedFiles.mostBytes) });
  return (
    <TextField
      id={id}
      name="file"
      type="file"
      accept={endingsOf(hostedTypes).join(",")}
      label={label}
      hint={optional ? t("hosted.fileInsteadHint", { takes }) : takes}
      error={error}
    />
  );
}

/** A further download, or the blank form of a kind. The file comes last: what is about it is read before. */
export function UploadForm({ slot }: { slot: "download" | "template" }): ReactNode {
  const { t } = useTranslation("files");
  const refused = useRefused(
    (about) => about.replaces === null && (about.slot === "download") === (slot === "download"),
  );
  const of = (name: string) => `${slot}-${name}`;
  return (
    <form method="post" encType="multipart/form-data" className="no-print grid gap-4 border-line border-t pt-4">
      {slot === "download" ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <input type="hidden" name="slot" value="download" />
          <TextField
            id={of("title")}
            name="title"
            label={t("hosted.titleField")}
            defaultValue={refused?.title}
            error={refused?.said.title}
            maxLength={hostedFiles.title}
          />
          <TextField
            id={of("titleEn")}
            name="titleEn"
            label={t("hosted.titleEnField")}
            defaultValue={refused?.titleEn}
            maxLength={hostedFiles.titleEn}
            optional
          />
        </div>
      ) : (
        <SelectField
          id={of("slot")}
          name="slot"
          label={t("hosted.slot")}
          hint={t("hosted.addTemplateHint")}
          placeholder={null}
          defaultValue={refused?.slot ?? "statement"}
          options={attachmentKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        />
      )}
      <FileField id={of("file")} label={t("hosted.file")} error={refused?.said.file} />
      <div>
        <Button icon="up">{t(slot === "download" ? "hosted.add" : "hosted.addTemplate")}</Button>
      </div>
    </form>
  );
}

interface RowProps {
  file: HostedFile;
  idempotencyKey: string;
  /** That it was to be taken out, and was refused. */
  wrong?: { reason: string; error?: string };
}

/** A file with what may be done to it. */
export function HostedFileRow({ file, idempotencyKey, wrong }: RowProps): ReactNode {
  const { t } = useTranslation("files");
  const locale = useLocale();
  const refused = useRefused(({ replaces }) => replaces === String(file.id));
  const isDownload = file.slot === "download";
  const title = file.slot === "download" ? inLocale(locale, file.title ?? "", file.titleEn) : t(`kind.${file.slot}`);
  const of = (name: string) => `file-${file.id}-${name}`;
  return (
    <li className="grid gap-2 border-line border-t py-3 first:border-t-0">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <a href={file.address} className="inline-flex min-h-11 items-center gap-2 font-medium">
          <Icon name="file" />
          {title}
        </a>
        <span className="wrap-anywhere text-sm text-ink-soft">
          {t("hosted.brought", { name: file.name, size: formatFileSize(file.size) })} · <DateTime at={file.broughtAt} />{" "}
          · {file.broughtBy}
        </span>
      </div>
      <div className="no-print flex flex-wrap items-start gap-3">
        <details className="w-fit max-w-full open:w-full" open={refused !== null}>
          <summary
            className="inline-flex min-h-9 items-center gap-2 rounded border border-line-strong bg-surface px-3 py-1 text-sm text-structure"
            aria-label={t(isDownload ? "hosted.changeOf" : "hosted.replaceOf", { title })}
          >
            {t(isDownload ? "hosted.change" : "hosted.replace")}
            <Icon name="down" />
          </summary>
          <form
            method="post"
            encType="multipart/form-data"
            className="mt-3 grid max-w-[42rem] gap-4 rounded border-structure border-s-4 bg-surface p-4 shadow"
          >
            <input type="hidden" name="slot" value={file.slot} />
            <input type="hidden" name="replaces" value={file.id} />
            {isDownload ? (
              <div className="grid gap-4 sm:grid-cols-2">
                <TextField
                  id={of("title")}
                  name="title"
                  label={t("hosted.titleField")}
                  defaultValue={refused?.title ?? file.title ?? ""}
                  error={refused?.said.title}
                  maxLength={hostedFiles.title}
                />
                <TextField
                  id={of("titleEn")}
                  name="titleEn"
                  label={t("hosted.titleEnField")}
                  defaultValue={refused?.titleEn ?? file.titleEn ?? ""}
                  maxLength={hostedFiles.titleEn}
                  optional
                />
              </div>
            ) : null}
            <FileField
              id={of("file")}
              label={t("hosted.fileInstead")}
              optional={isDownload}
              error={refused?.said.file}
            />
            <div>
              <Button size="row">{t("hosted.save")}</Button>
            </div>
          </form>
        </details>
        <ConfirmForm
          opener={t("hosted.remove")}
          consequence={t("hosted.removeSays")}
          confirm={t("hosted.removeIt")}
          intent={`remove-${file.id}`}
          hidden={{ file: file.id }}
          size="row"
          reason={{ defaultValue: wrong?.reason }}
          error={wrong?.error}
        >
          <IdempotencyKey value={idempotencyKey} />
        </ConfirmForm>
      </div>
    </li>
  );
}
