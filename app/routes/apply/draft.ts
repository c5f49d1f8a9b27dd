import type { ActionFunctionArgs } from "@remix-run/node";
import type { ApplicationRefusal } from "~/commands/applications/refusal.ts";
import { saveDraft } from "~/commands/applications/save-draft.ts";
import type { CommonRefusal } from "~/commands/command.ts";
import type { Problem } from "~/rules/application-sections.ts";
import { notFound } from "~/services/guard.ts";
import { readForm } from "./form-data.ts";

/** The answer of an autosave. */
export type SaveAnswer =
  | { ok: true; value: { version: number; savedAt: string; problems: Problem[] } }
  | { ok: false; error: ApplicationRefusal | CommonRefusal };

/** Saves the form as it stands now; asked by script, while the person goes on writing. Always 200: the answer says the rest. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const form = readForm(await request.formData());
  if (!form) return new Response(null, { status: 400 });
  const { version, answers, choices } = form;
  const by = { db: context.db, actor: await context.actor() };
  const saved: SaveAnswer = await saveDraft(by, { code: params.code ?? "", version, answers, choices });
  return Response.json(saved);
}

/** There is nothing to read here. */
export function loader(): never {
  throw notFound();
}
