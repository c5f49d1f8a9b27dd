import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { formatFileSize } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { FinalistPage } from "./finalist.tsx";

const faults = [
  ...(["file-too-large", "file-missing", "file-empty", "file-type-wrong", "file-suspicious"] as const),
  ...(["file-broken", "picture-too-large", "form-broken", "upload-busy"] as const),
  ...(["finalist-files-full", "file-there", "finalist-decided"] as const),
];

/** What was brought to prove the findings, and the way to bring more. */
export function Files({ page, refused }: { page: FinalistPage; refused: string | null }): ReactNode {
  const { t } = useTranslation("awards");
  const locale = useLocale();
  const { slug, entry, files, items, decision, examines, idempotencyKey } = page;
  const open = examines && decision === null && !page.granted;
  const fault = refused === null ? undefined : (faults.find((each) => each === refused) ?? "form-broken");
  const short = (title: string) => (title.length > 40 ? `${title.slice(0, 40)}…` : title);
  return (
    <Card title={t("one.files")}>
      <div id="files" className="grid gap-4">
        {files.length === 0 ? <p className="text-ink-soft">{t("one.filesNone")}</p> : null}
        <ul className="grid gap-2">
          {files.map(({ id, item, size, broughtAt, broughtBy }, at) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3">
              <Link
                to={`/organize/editions/${slug}/diligence/${entry}/files/${id}`}
                reloadDocument
                className="inline-flex min-h-11 items-center"
              >
                {t("one.fileOf", { number: at + 1 })}
              </Link>
              <span className="min-w-0 grow text-sm text-ink-soft">
                {item !== null && items[item - 1] ? `${item}. ${short(items[item - 1] ?? "")} · ` : ""}
                {formatFileSize(size)} · {broughtBy} · {formatDateTime(broughtAt, locale)}
              </span>
              {open ? (
                <Form method="post">
                  <input type="hidden" name="file" value={id} />
                  <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-x${id}`} />
                  <SubmitButton intent="remove" size="row" kind="quiet">
                    {t("one.remove")}
                    <span className="sr-only"> {t("one.removeOf", { number: at + 1 })}</span>
                  </SubmitButton>
                </Form>
              ) : null}
            </li>
          ))}
        </ul>
        {open ? (
          <form method="post" encType="multipart/form-data" className="grid gap-4 border-line border-t pt-4">
            <SelectField
              name="item"
              label={t("one.item")}
              placeholder={t("one.itemNone")}
              options={items.map((title, at) => ({ value: String(at + 1), label: `${at + 1}. ${short(title)}` }))}
              className="[&_select]:max-w-full"
            />
            <TextField
              name="file"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              label={t("one.file")}
              hint={t("one.fileHint")}
              error={fault ? t(`fault.${fault}`) : undefined}
            />
            <div>
              <Button>{t("one.add")}</Button>
            </div>
          </form>
        ) : null}
        <p className="text-sm text-ink-soft">{t("one.filesNote")}</p>
      </div>
    </Card>
  );
}
