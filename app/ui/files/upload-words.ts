import { useTranslation } from "react-i18next";
import type zh from "~/locales/zh-CN/files.ts";
import {
  type AttachmentKind,
  type AttachmentType,
  kindRules,
  mostBytesOfApplication,
} from "~/rules/files/attachment.ts";
import { formatFileSize } from "../format/number.ts";

type RefusalWord = keyof typeof zh.refusal;

/** Why a file of that kind was refused, in words; what no word is known for is the service's fault. */
export function useRefusalWords(): (type: string, kind: AttachmentKind) => string {
  const { t, i18n } = useTranslation("files");
  return (type, kind) => {
    if (!i18n.exists(`files:refusal.${type}`)) return t("refusal.unavailable");
    const { mostBytes, mostFiles } = kindRules[kind];
    const size = formatFileSize(type === "files-too-large" ? mostBytesOfApplication : mostBytes);
    return t(`refusal.${type as RefusalWord}`, { size, count: mostFiles });
  };
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
