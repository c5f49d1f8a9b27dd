import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { files as zh } from "~/locales/zh-CN/files.ts";
import {
  type AttachmentKind,
  type AttachmentType,
  kindRules,
  mostBytesOfApplication,
} from "~/rules/files/attachment.ts";
import type { AuthorPlace } from "~/rules/files/author-mark.ts";
import { Button } from "../button.tsx";
import { formatFileSize } from "../format/number.ts";
import { Icon } from "../icon.tsx";
import { ProgressBar } from "../progress-bar.tsx";
import { type UploadAbout, type UploadState, useUpload } from "./use-upload.ts";

type RefusalWord = keyof typeof zh.refusal;

/** Why a file of that kind was refused, in words; what no word is known for is the service's fault. */
export function useRefusalWords(): (type: string, kind: AttachmentKind, marks?: readonly NamedPlace[]) => string {
  const { t, i18n } = useTranslation("files");
  return (type, kind, marks = []) => {
    if (!i18n.exists(`files:refusal.${type}`)) return t("refusal.unavailable");
    const { mostBytes, mostFiles } = kindRules[kind];
    const size = formatFileSize(type === "files-too-large" ? mostBytesOfApplication : mostBytes);
    const found = marks.map(({ place, text }) =>
      text ? t("mark.named", { place: t(`mark.${place}`), text }) : t(`mark.${place}`),
    );
    return t(`refusal.${type as RefusalWord}`, { size, count: mostFiles, found: found.join(t("mark.joint")) });
  };
}

/** Where somebody is named in a copy, and who, where that is told. */
interface NamedPlace {
  place: AuthorPlace;
  text?: string;
}

const typeWords = {
  "application/pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "image/jpeg": "jpeg",
  "image/png": "png",
} as const satisfies Record<AttachmentType, string>;

/** What the kind takes, in words. */
export function useTakesWords(): (kind: AttachmentKind) => string {
  const { t } = useTranslation("files");
  return (kind) => {
    const { mostBytes, mostFiles, types } = kindRules[kind];
    return t("takes", {
      types: types.map((type) => t(`type.${typeWords[type]}`)).join(t("typesJoint")),
      size: formatFileSize(mostBytes),
      count: mostFiles,
    });
  };
}

interface Props {
  file: File;
  about: UploadAbout;
  kind: AttachmentKind;
  /** Its turn has come. */
  active: boolean;
  /** Told when it is attached, refused or cancelled: the next one's turn. */
  onEnd: (how: "done" | "refused" | "cancelled") => void;
  onDismiss: () => void;
}

/** One file on its way: how far it is, and how to halt it, go on with it or give it up. */
export function UploadRow({ file, about, kind, active, onEnd, onDismiss }: Props): ReactNode {
  const { t } = useTranslation("files");
  const refusal = useRefusalWords();
  const { state, sent, percent, pause, resume, cancel } = useUpload({ file, about, active });
  const { phase } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each end
  useEffect(() => {
    if (phase === "done" || phase === "refused" || phase === "cancelled") onEnd(phase);
  }, [phase]);
  const words = useProgressWords(state, { sent, total: file.size, percent });
  const { name } = file;
  const halted = phase === "paused" || phase === "stopped" || phase === "offline";
  const moving = phase === "starting" || phase === "sending";
  const mayGoOn = state.phase === "refused" && (state.type === "signed-out" || state.type === "disk-full");
  return (
    <li className="grid gap-2 rounded border border-line-strong px-3 py-2">
      <p className="wrap-anywhere font-medium">
        <bdi>{name}</bdi> <span className="font-normal text-ink-soft">{formatFileSize(file.size)}</span>
      </p>
      {state.phase === "refused" ? (
        <p role="alert" className="flex items-start gap-1.5 font-medium text-danger">
          <Icon name="stop" className="mt-0.75" />
          <span>{refusal(state.type, kind, state.marks)}</span>
        </p>
      ) : (
        <>
          <ProgressBar label={t("progress.label", { name })} value={sent} max={file.size} />
          <p role="status" className="text-sm text-ink-soft tabular-nums">
            {words}
          </p>
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {moving ? (
          <Button type="button" size="row" aria-label={t("pauseOf", { name })} onClick={() => void pause()}>
            {t("pause")}
          </Button>
        ) : null}
        {halted || mayGoOn ? (
          <Button type="button" size="row" aria-label={t("resumeOf", { name })} onClick={() => void resume()}>
            {t("resume")}
          </Button>
        ) : null}
        {phase === "refused" ? (
          <Button type="button" size="row" kind="quiet" aria-label={t("dismissOf", { name })} onClick={onDismiss}>
            {t("dismiss")}
          </Button>
        ) : phase === "checking" || phase === "done" ? null : (
          <Button
            type="button"
            size="row"
            kind="quiet"
            aria-label={t("cancelOf", { name })}
            onClick={() => void cancel()}
          >
            {t("cancel")}
          </Button>
        )}
      </div>
    </li>
  );
}

function useProgressWords(
  { phase }: UploadState,
  { sent, total, percent }: { sent: number; total: number; percent: number },
): string {
  const { t } = useTranslation("files");
  if (phase === "sending")
    return t("progress.sending", { sent: formatFileSize(sent), total: formatFileSize(total), percent });
  if (phase === "paused" || phase === "offline" || phase === "stopped") return t(`progress.${phase}`, { percent });
  return phase === "refused" || phase === "cancelled" ? "" : t(`progress.${phase}`);
}
