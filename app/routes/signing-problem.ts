import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import type errorWords from "~/locales/zh-CN/errors.ts";

type Tag = Exclude<keyof typeof errorWords, "field" | "unexpected">;

/** A refused signing in words; `field`: whose they are, when they stand beside one. */
export function useSigningProblem(error: Refusal | undefined): { words: string; field?: "pad" | "name" } | null {
  const { t } = useTranslation(["papers", "errors"]);
  if (!error) return null;
  if (error.type !== "invalid-input") {
    const tag = error.type as Tag;
    return { words: `${t(`errors:${tag}.title`)} ${t(`errors:${tag}.mend`)}` };
  }
  const { fields } = error as Refusal & { fields: FieldError[] };
  if (fields.some(({ path, code }) => path === "name" && code === "too_big"))
    return { field: "name", words: t("errors:field.tooLong", { count: 60 }) };
  if (fields.some(({ path }) => path === "name")) return { field: "name", words: t("errors:field.required") };
  if (fields.some(({ code }) => code === "drawing-too-long" || code === "too_big"))
    return { field: "pad", words: t("pad.tooLong") };
  if (fields.some(({ path }) => path.startsWith("signing"))) return { field: "pad", words: t("pad.notDrawn") };
  return { words: `${t("errors:invalid-input.title")} ${t("errors:invalid-input.mend")}` };
}
