import { Link } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { AttachmentFrame } from "~/ui/files/attachment-frame.tsx";
import { AttachmentList, type ListedAttachment } from "~/ui/files/attachment-list.tsx";
import { useHydrated } from "~/ui/hydrated.ts";

const frame = "attachment-preview";

/**
 * What was attached. A preview opens below the list, beside the application; without script in a window of its own. None is
 * opened unasked: looking at some of them is put on record.
 */
export function AttachmentsCard({ attachments }: { attachments: readonly ListedAttachment[] }): ReactNode {
  const { t } = useTranslation(["deciding", "files"]);
  const hydrated = useHydrated();
  const [shown, setShown] = useState(false);
  return (
    <Card title={t("page.attachments")} actions={attachments.length > 0 ? <Badge>{attachments.length}</Badge> : null}>
      {attachments.length === 0 ? (
        <p className="text-ink-soft">{t("page.noAttachments")}</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the links inside are what is clicked; this only makes room
        // biome-ignore lint/a11y/useKeyWithClickEvents: a link pressed by a key is a click too
        <div onClick={(event) => setShown(shown || leadsToFrame(event.target))}>
          <AttachmentList
            attachments={attachments}
            frame={hydrated ? frame : undefined}
            actions={({ id, name }) => (
              <Link to={`/organize/attachments/${id}/redacted`} className="inline-flex min-h-11 items-center">
                {t("files:redacted.manage")}
                <span className="sr-only"> {name}</span>
              </Link>
            )}
          />
        </div>
      )}
      {hydrated ? (
        <div className={shown ? "mt-4" : "hidden"}>
          <AttachmentFrame name={frame} />
        </div>
      ) : null}
    </Card>
  );
}

function leadsToFrame(target: EventTarget): boolean {
  return target instanceof Element && target.closest(`a[target="${frame}"]`) !== null;
}
