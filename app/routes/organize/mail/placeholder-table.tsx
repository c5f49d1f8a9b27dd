import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MailPlaceholder } from "~/rules/mail/mail-words.ts";
import { DataTable } from "~/ui/data-table.tsx";

/** What the words of a mail may name, what it stands for, and an example. */
export function PlaceholderTable({
  placeholders,
}: {
  placeholders: { name: MailPlaceholder; sample: string }[];
}): ReactNode {
  const { t } = useTranslation("mail");
  return (
    <DataTable
      label={t("texts.placeholders")}
      captionHidden={false}
      dense
      rows={placeholders}
      rowKey={({ name }) => name}
      columns={[
        {
          key: "name",
          header: t("texts.placeholder"),
          rowHeader: true,
          cell: ({ name }) => <code>{`{{${name}}}`}</code>,
        },
        { key: "means", header: t("texts.means"), className: "min-w-28", cell: ({ name }) => t(`placeholder.${name}`) },
        {
          key: "sample",
          header: t("texts.sample"),
          className: "break-words text-ink-soft",
          cell: ({ sample }) => sample,
        },
      ]}
    />
  );
}
