import { useRevalidator } from "@remix-run/react";
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type AttachmentKind, endingsOf, kindRules } from "~/rules/files/attachment.ts";
import { Button, useHydrated } from "../button.tsx";
import { classes } from "../classes.ts";
import { Icon } from "../icon.tsx";
import { UploadRow } from "./upload-row.tsx";
import type { UploadAbout } from "./use-upload.ts";

interface Props {
  /** Where the form goes when there is no script. */
  action: string;
  about: UploadAbout;
  kind: AttachmentKind;
  /** The control's id. */
  id: string;
  /** The ids of what is said about the control. */
  describedBy?: string;
  invalid?: boolean;
  /** No file fits in any more. */
  full?: boolean;
}

interface Chosen {
  key: number;
  file: File;
  ended: boolean;
}

/** Chooses files and brings them, one after the other; without script, a form that brings one. */
export function UploadBox({ action, about, kind, id, describedBy, invalid, full }: Props): ReactNode {
  const { t } = useTranslation("files");
  const hydrated = useHydrated();
  const { revalidate } = useRevalidator();
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const made = useRef(0);
  const [over, setOver] = useState(false);
  const { mostFiles, types } = kindRules[kind];
  const add = (files: FileList | null) => {
    const more = [...(files ?? [])].map((file) => ({ key: made.current++, file, ended: false }));
    setChosen((before) => [...before, ...more]);
  };
  const change = (key: number, ended: boolean) =>
    setChosen((before) => before.flatMap((each) => (each.key === key ? (ended ? { ...each, ended } : []) : each)));
  const input = useRef<HTMLInputElement>(null);
  // What was chosen while the page's script was on the way is brought now that it is there
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page wakes up
  useEffect(() => {
    if (!hydrated || !input.current?.files?.length) return;
    add(input.current.files);
    input.current.value = "";
  }, [hydrated]);
  const next = chosen.find(({ ended }) => !ended)?.key;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!full) add(event.dataTransfer.files);
  };
  return (
    <div className="grid gap-3">
      {full ? null : (
        <form
          method="post"
          action={action}
          encType="multipart/form-data"
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={classes(
            "flex flex-wrap items-center gap-3 rounded border border-dashed px-3 py-3",
            over ? "border-structure bg-structure-soft" : "border-line-strong",
          )}
        >
          <input type="hidden" name="kind" value={kind} />
          <input
            ref={input}
            id={id}
            type="file"
            name="file"
            required
            accept={[...types, ...endingsOf(types)].join(",")}
            multiple={hydrated && mostFiles > 1}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            onChange={(event) => {
              if (!hydrated) return;
              add(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
            className={hydrated ? "peer sr-only" : fileControl}
          />
          <label htmlFor={id} className={hydrated ? pickButton : "sr-only"}>
            {hydrated ? <Icon name="plus" /> : null}
            <span>
              {t("choose")}
              <span className="sr-only">{t("chooseOf", { kind: t(`kind.${kind}`) })}</span>
            </span>
          </label>
          {hydrated ? (
            <span className="text-sm text-ink-soft max-sm:hidden">{t("drop")}</span>
          ) : (
            <Button>{t("upload")}</Button>
          )}
        </form>
      )}
      {chosen.length > 0 ? (
        <ul className="grid gap-2">
          {chosen.map(({ key, file }) => (
            <UploadRow
              key={key}
              file={file}
              about={about}
              kind={kind}
              active={key === next}
              onEnd={(how) => {
                change(key, how === "refused");
                revalidate();
              }}
              onDismiss={() => change(key, false)}
            />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const fileControl =
  "min-h-11 max-w-full file:me-3 file:min-h-11 file:rounded file:border file:border-line-strong file:bg-surface file:px-4 file:font-medium file:text-structure";
const pickButton =
  "inline-flex min-h-11 cursor-pointer items-center gap-2 rounded border border-line-strong bg-surface px-4 py-2 font-medium text-structure hover:border-structure hover:bg-structure-soft peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-structure";
