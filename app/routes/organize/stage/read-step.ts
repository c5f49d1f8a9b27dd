import { textOf } from "~/forms/fields.ts";

/** What the conductor's page sends, as the command takes it: the step as JSON, with what was typed or chosen beside it. */
export function readStep(form: FormData, round: string | undefined) {
  return { round, after: Number(textOf(form, "after") || Number.NaN), step: stepOf(form) };
}

function stepOf(form: FormData): unknown {
  const step = parsed(textOf(form, "step"));
  const screen = step?.screen as { name?: unknown } | undefined;
  if (step?.type !== "show" || !screen) return step;
  if (screen.name === "message")
    return { ...step, screen: { ...screen, text: textOf(form, "text"), textEn: textOf(form, "textEn") } };
  if (screen.name === "reveal" && form.has("to"))
    return { ...step, screen: { ...screen, step: Number(textOf(form, "to")) } };
  return step;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
