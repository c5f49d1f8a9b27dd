import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { landingFiles, landingSteps } from "~/rules/landing/landing.ts";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { formatFileSize } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { LandingPage } from "./landing.tsx";

const faults = [
  ...(["file-too-large", "file-missing", "file-empty", "file-type-wrong", "form-broken"] as const),
  ...(["file-suspicious", "file-broken", "picture-too-large", "upload-busy", "files-full", "file-there"] as const),
];

/**
 * The files of the milestones, such as the agreement. Their form is of its own kind: the file goes by the disk, and the page
 * comes back (app/routes/files/landing-upload.ts).
 */
export function Files({ page }: { page: LandingPage }): ReactNode {
  const { t } = useTranslation(["landing", "ui", "notice"]);
  const locale = useLocale();
  const [search] = useSearchParams();
  const { slug, number, files, tracking, givenUp } = page;
  const at = `/organize/editions/${slug}/landing/${number}`;
  const refused = search.get("refused");
  const fault = faults.find((each) => each === refused) ?? (refused ? "form-broken" : undefined);
  return (
    <Card title={t("one.files")}>
      <div id="files" className="grid scroll-mt-4 gap-4">
        {files.length === 0 ? <p className="text-ink-soft">{t("one.filesNone")}</p> : null}
        <ul className="grid gap-2">
          {files.map(({ id, step, size, broughtAt, broughtBy }) => (
            <li key={id} className="flex flex-wrap gap-x-4">
              <a href={`${at}/files/${id}`} className="inline-flex min-h-9 items-center">
                {t("one.file", { step: t(`ui:state.landing.${step}`), id })}
              </a>
              <span className="inline-flex min-h-9 items-center text-sm text-ink-soft">
                {formatFileSize(size)} · {formatDate(broughtAt, locale)} · {broughtBy}
              </span>
            </li>
          ))}
        </ul>
        {tracking && !givenUp ? (
          <form method="post" action={at} encType="multipart/form-data" className="no-print grid gap-4">
            <SelectField
              name="step"
              id="file-step"
              label={t("one.fileOf")}
              placeholder={null}
              options={landingSteps.map((value) => ({ value, label: t(`ui:state.landing.${value}`) }))}
            />
            <TextField
              name="file"
              type="file"
              accept=".pdf,.jpg,.jpeg,.png"
              label={t("notice:files.file")}
              hint={t("notice:files.hint", { most: landingFiles.most })}
              error={fault ? t(`notice:files.fault.${fault}`) : undefined}
            />
            <div>
              <Button>{t("notice:files.add")}</Button>
            </div>
          </form>
        ) : null}
      </div>
    </Card>
  );
}
