import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import type { z } from "zod";
import { type By, type FieldError, fieldErrors, type Refusal } from "~/commands/command.ts";
import { notFound } from "~/services/http/guard.ts";
import { readFields, textOf } from "./fields.ts";

/** A form as it reached a page's action. */
export interface SentForm {
  form: FormData;
  /** Who sends it, with the key that makes a repeated sending harmless. */
  by: By;
  /** Which of the page's buttons was pressed; "" when they are not told apart. */
  intent: string;
  /** The version of what was on the page when it was written. */
  version: string;
}

/** Reads the form that an action was sent. What it asks for is for the command's schema to refuse. */
export async function readForm({
  request,
  context,
}: Pick<ActionFunctionArgs, "request" | "context">): Promise<SentForm> {
  const form = await readFields(request);
  const by = { db: context.db, actor: await context.actor(), idempotencyKey: textOf(form, "idempotencyKey") || null };
  return { form, by, intent: textOf(form, "intent"), version: textOf(form, "version") };
}

/** Reads a draft that a page's script sends by itself: it is saved as often as it comes, so it has no key. */
export async function readDraft(args: Pick<ActionFunctionArgs, "request" | "context">): Promise<SentForm> {
  const sent = await readForm(args);
  return { ...sent, by: { ...sent.by, idempotencyKey: null } };
}

/** A form that no command takes, by a schema of its page: the typed input, or the refusal that a command would give. */
export function parseForm<Schema extends z.ZodType>(
  form: FormData,
  schema: Schema,
): { ok: true; value: z.output<Schema> } | { ok: false; error: { type: "invalid-input"; fields: FieldError[] } } {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, error: { type: "invalid-input", fields: fieldErrors(parsed.error) } };
}

/** Reads a form with a signature: who sends it, the digest of what was before their eyes, and the signing itself. */
export async function readSigning(args: Pick<ActionFunctionArgs, "request" | "context">) {
  const { form, by, intent } = await readForm(args);
  const signing =
    intent === "paper" ? { means: "paper" } : { means: "drawn", strokes: strokesIn(textOf(form, "strokes")) };
  return { form, by, digest: textOf(form, "digest"), signing };
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

/** What a page gets back of a form that was refused: why, and what was sent, to be shown again. */
export type RefusedForm<E extends Refusal, S extends object> = S & {
  error: E;
  /** Another one for every answer: a form that has it as its key shows what was sent, and not what was typed before. */
  sending: string;
};

type Answer = { ok: true; value: unknown } | { ok: false; error: Refusal };
type ValueOf<A> = A extends { ok: true; value: infer V } ? V : never;
type ErrorOf<A> = A extends { ok: false; error: infer E extends Refusal } ? E : never;

/**
 * A command's answer as that of its page: done leads on to an address (303), usually of the same page, which says so by a
 * word of it; refused comes back with what was sent, and the headers.
 */
export function answerForm<A extends Answer, S extends object = object>(
  request: Request,
  answer: A,
  saved: string | ((value: ValueOf<A>) => string),
  sent?: S,
  headers?: HeadersInit,
) {
  if (!answer.ok) return refused(answer.error as ErrorOf<A>, request, sent, headers);
  return redirect(typeof saved === "string" ? saved : saved(answer.value as ValueOf<A>), 303);
}

/**
 * A command's refusal as a page's answer: 404 and the way to the sign-in page are thrown; anything else comes back with
 * what was sent, for the page to say in words (422 for bad input, 409 for a state that does not allow it).
 */
export function refused<E extends Refusal, S extends object = object>(
  error: E,
  request: Request,
  sent?: S,
  headers?: HeadersInit,
) {
  if (error.type === "not-found") throw notFound();
  if (error.type === "signed-out") {
    const { pathname, search } = new URL(request.url);
    throw redirect(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`);
  }
  const back = { ...sent, error, sending: crypto.randomUUID() } as RefusedForm<E, S>;
  return data(back, { status: statusOf(error), headers });
}

/** A command's answer for a script: a status, and JSON. */
export interface ScriptAnswer {
  status: number;
  body: string;
}

export function scriptAnswer<A extends { ok: true } | { ok: false; error: Refusal }>(answer: A): ScriptAnswer {
  if (answer.ok) return { status: 200, body: JSON.stringify(answer) };
  const { error } = answer;
  return { status: statusOf(error), body: JSON.stringify({ ...answer, error: { ...error, ...fieldsFor(error) } }) };
}

/** A command's answer for a script of the page: as JSON, whatever it says. */
export function answerScript<A extends { ok: true } | { ok: false; error: Refusal }>(answer: A): Response {
  const { status, body } = scriptAnswer(answer);
  return new Response(body, { status, headers: { "Content-Type": "application/json" } });
}

/** A script gets of a field what it always got: path, code and message. */
function fieldsFor(error: Refusal & { fields?: readonly FieldError[] }) {
  return error.fields && { fields: error.fields.map(({ path, code, message }) => ({ path, code, message })) };
}

/** Status codes of refusals, but for those that a state does not allow. */
const statusCodes: Record<string, number> = {
  "signed-out": 401,
  "not-found": 404,
  "invalid-input": 422,
  "code-wrong": 422,
  "code-unusable": 422,
  "too-many-requests": 429,
};

/** The status code of a refusal. */
export function statusOf({ type }: Refusal): number {
  return statusCodes[type] ?? 409;
}
