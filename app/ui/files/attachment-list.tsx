import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type AttachmentKind, type AttachmentType, isPreviewable } from "~/rules/files/attachment.ts";
import { DateTime } from "../date-time.tsx";
import { formatFileSize } from "../format/number.ts";
import { Icon } from "../icon.tsx";

export interface ListedAttachment {
  id: number;
  kind: AttachmentKind;
  name: string;
  type: AttachmentType;
  /** In bytes. */
  size: number;
  attachedAt: Date;
}

interface AttachmentListProps<A extends ListedAttachment> {
  attachments: readonly A[];
  /** The address of a file; its preview lies under it. */
  href?: (id: number) => string;
  /** The name of the AttachmentFrame in which previews are shown; left out: in a window of their own. */
  frame?: string;
  /** Leaves out the word of the kind, where it stands above already. */
  kindHidden?: boolean;
  /** More to do with a file, at the end of its row. */
  actions?: (attachment: A) => ReactNode;
}

/** Files to read: download, preview where a browser can show one, and what else there is to do with each. */
export function AttachmentList<A extends ListedAttachment>({
  attachments,
  href = fileHref,
  frame,
  kindHidden,
  actions,
}: AttachmentListProps<A>): ReactNode {
  const { t } = useTranslation("files");
  if (attachments.length === 0) return <p className="text-ink-soft">{t("empty")}</p>;
  return (
    <ul aria-label={t("listLabel")} className="grid gap-2">
      {attachments.map((each) => (
        <li
          key={each.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded border border-line px-3 py-2"
        >
          <div className="flex min-w-0 items-start gap-2">
            <Icon name="file" className="mt-0.75 text-ink-soft" />
            <div className="min-w-0">
              {kindHidden ? null : <p className="text-sm text-ink-soft">{t(`kind.${each.kind}`)}</p>}
              <a
                href={href(each.id)}
                aria-label={t("downloadOf", { name: each.name })}
                className="wrap-anywhere"
                download
              >
                <bdi>{each.name}</bdi>
              </a>
              <p className="text-sm text-ink-soft">
                {formatFileSize(each.size)} · {t("attachedOn")} <DateTime at={each.attachedAt} />
              </p>
            </div>
          </div>
          <div className="no-print flex flex-wrap items-center gap-2">
            {isPreviewable(each.type) ? (
              <a
                href={`${href(each.id)}/preview`}
                target={frame ?? "_blank"}
                rel="noreferrer"
                aria-label={t("previewOf", { name: each.name })}
                className="inline-flex min-h-9 items-center gap-1.5 rounded px-2 text-sm hover:bg-structure-soft"
              >
                <Icon name="eye" />
                {t("preview")}
              </a>
            ) : null}
            {actions?.(each)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function fileHref(id: number): string {
  return `/files/${id}`;
}

interface AttachmentFrameProps {
  /** What the list beside it names as its frame. */
  name: string;
  /** The file that is shown at first. */
  first?: number;
  /** Its height and the like. */
  className?: string;
}

/** The place beside an AttachmentList in which its previews are shown; works without script. */
export function AttachmentFrame({ name, first, className = "h-[70vh]" }: AttachmentFrameProps): ReactNode {
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
