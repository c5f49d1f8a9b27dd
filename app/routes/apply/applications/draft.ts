import type { ActionFunctionArgs } from "@remix-run/node";
import { answerScript } from "~/forms/action.ts";
import { notFound } from "~/services/http/guard.ts";
import { readChange } from "./form-texts.ts";
import { saveTexts } from "./save-texts.server.ts";

/** Saves changed fields while the person goes on writing: the answer as JSON, for the page's script. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const change = readChange(await request.formData());
  if (!change) return answerScript({ ok: false, error: { type: "invalid-input", fields: [] } });
  const by = { db: context.db, actor: await context.actor() };
  const answer = await saveTexts(by, { code: params.code ?? "", ...change });
  return answerScript(answer);
}

/** There is nothing to read here. */
export function loader(): never {
  throw notFound();
}
