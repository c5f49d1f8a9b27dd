import type { ActionFunctionArgs } from "@remix-run/node";
import { answerScript, readDraft } from "~/forms/action.ts";
import { notFound } from "~/services/http/guard.ts";
import { readChange } from "./read-change.server.ts";
import { saveTexts } from "./save-texts.server.ts";

/** Saves changed fields while the person goes on writing: the answer as JSON, for the page's script. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const { form, by } = await readDraft({ request, context });
  const change = readChange(form);
  if (!change) return answerScript({ ok: false, error: { type: "invalid-input", fields: [] } });
  const answer = await saveTexts(by, { code: params.code ?? "", ...change });
  return answerScript(answer);
}

/** There is nothing to read here. */
export function loader(): never {
  throw notFound();
}
