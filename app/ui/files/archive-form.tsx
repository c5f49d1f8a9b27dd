import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../button.tsx";
import { CheckboxField } from "../field/choice-fields.tsx";

/** Asks for the files of a list as one ZIP: `filter` is the list's own address, from its question mark on. */
export function ArchiveForm({ edition, filter }: { edition: string; filter: string }): ReactNode {
  const { t } = useTranslation("files");
  return (
    <form
      method="get"
      action={`/organize/editions/${edition}/attachments.zip`}
      className="grid justify-items-start gap-3"
    >
      {[...new URLSearchParams(filter)].map(([name, value]) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      <p className="text-ink-soft">{t("archive.lead")}</p>
      <CheckboxField name="identity" value="yes" label={t("archive.identity")} />
      <Button icon="down">{t("archive.download")}</Button>
    </form>
  );
}
