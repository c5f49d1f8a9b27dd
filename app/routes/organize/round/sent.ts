import type { AppLoadContext } from "@remix-run/node";
import type { By } from "~/commands/command.ts";

/** Who sends the form, and the key that makes a repeated sending harmless. */
export async function senderOf(context: AppLoadContext, form: FormData): Promise<By> {
  return { db: context.db, actor: await context.actor(), idempotencyKey: textOf(form, "idempotencyKey") || null };
}

/** The text of a field; "" when it was not sent. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The number of a field; undefined when empty, NaN when it is none, so that a schema refuses it by name. */
export function numberOf(form: FormData, name: string): number | undefined {
  const text = textOf(form, name).trim();
  return text === "" ? undefined : Number(text);
}
