import type { AppLoadContext } from "@remix-run/node";
import { senderOf, textOf } from "./organize/rounds/sent.ts";

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
