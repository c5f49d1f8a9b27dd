import { type AppLoadContext, data, redirect } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import type { CommonRefusal, FieldError, Refusal } from "~/commands/command.ts";
import type { errors as errorWords } from "~/locales/zh-CN/errors.ts";
import { notFound } from "~/services/http/guard.ts";
import { senderOf, textOf } from "./organize/rounds/rubric-editor.tsx";

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

/** What a form with a signature sends: who, the digest of what was before their eyes, and the signing itself. */
export async function signingIn(context: AppLoadContext, form: FormData) {
  const by = await senderOf(context, form);
  const paper = textOf(form, "intent") === "paper";
  const signing = paper ? { means: "paper" } : { means: "drawn", strokes: strokesIn(textOf(form, "strokes")) };
  return { by, digest: textOf(form, "digest"), signing };
}

/** What is no drawing is an empty one, which the command refuses in words. */
function strokesIn(text: string): unknown {
  if (text.length > 200_000) return [];
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

/**
 * A command's refusal as a route's answer: 404 and the way to the sign-in page are thrown; anything else comes back as
 * `{ error }` for the page to say in words (422 for bad input, 409 for a state that does not allow it).
 */
export function refused<E extends Refusal | CommonRefusal>(error: E, request: Request) {
  if (error.type === "not-found") throw notFound();
  if (error.type === "signed-out") {
    const { pathname, search } = new URL(request.url);
    throw redirect(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`);
  }
  return data({ error }, { status: error.type === "invalid-input" ? 422 : 409 });
}
