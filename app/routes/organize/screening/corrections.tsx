import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { sections } from "~/rules/applications/application-sections.ts";
import { attachmentKinds } from "~/rules/files/attachment.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import { DetailList } from "~/ui/card.tsx";

/** What a return asks for, field by field. */
export function CorrectionList({ corrections }: { corrections: readonly Correction[] }): ReactNode {
  const fieldName = useFieldName();
  if (corrections.length === 0) return null;
  return (
    <DetailList
      items={corrections.map(({ path, reason }) => ({
        term: fieldName(path),
        detail: <span className="whitespace-pre-line wrap-anywhere">{reason}</span>,
      }))}
    />
  );
}

/** What the form calls a field: "summary", "members", "attachments.deck"; the path itself where it has no name for it. */
export function useFieldName(): (path: string) => string {
  const { t } = useTranslation(["apply", "files"]);
  return (path) => {
    const [name, part] = path.split(".");
    const kind = name === "attachments" ? attachmentKinds.find((each) => each === part) : undefined;
    if (kind) return t(`files:kind.${kind}`);
    const field = fields.find((each) => each === name);
    return field ? t(`apply:field.${field}`) : path;
  };
}

const fields = Object.values(sections).flat();
