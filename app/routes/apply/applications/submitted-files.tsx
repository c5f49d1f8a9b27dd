import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { AttachmentList, type ListedAttachment } from "~/ui/files/attachment-list.tsx";

/** The files that were handed in. */
export function SubmittedFiles({ attachments }: { attachments: readonly ListedAttachment[] }): ReactNode {
  const { t } = useTranslation("files");
  return (
    <Card title={t("listLabel")}>
      <AttachmentList attachments={attachments} />
    </Card>
  );
}
