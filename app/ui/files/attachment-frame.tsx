import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  /** What the list beside it names as its frame. */
  name: string;
  /** The file that is shown at first. */
  first?: number;
  /** Its height and the like. */
  className?: string;
}

/** The place beside an AttachmentList in which its previews are shown; works without script. */
export function AttachmentFrame({ name, first, className = "h-[70vh]" }: Props): ReactNode {
  const { t } = useTranslation("files");
  return (
    <figure className="no-print grid gap-2">
      <iframe
        name={name}
        title={t("previewTitle")}
        src={first === undefined ? undefined : `/files/${first}/preview`}
        className={`w-full rounded border border-line bg-sunken ${className}`}
      />
      <figcaption className="text-sm text-ink-soft">{t("previewHint")}</figcaption>
    </figure>
  );
}
