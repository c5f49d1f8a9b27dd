import type { FieldError } from "~/commands/command.ts";

/** What a refused decision's form had in it, to be put back, and which of its fields were wrong. */
export interface Sent {
  decision: string;
  round: string;
  reason: string;
  until: string;
  corrections: { path: string; reason: string }[];
  /** Whether something is wrong with the field of that path into the command's input. */
  wrong(path: string): boolean;
}

/** What the action hands back of a form beside its refusal. */
export type SentBack = Omit<Sent, "wrong">;

export function sentOf(back: SentBack | undefined, error: { type: string; fields?: FieldError[] } | undefined): Sent {
  const nothing = { decision: "", round: "", reason: "", until: "", corrections: [] };
  const paths = error?.fields?.map(({ path }) => path) ?? [];
  return { ...(back ?? nothing), wrong: (path) => paths.includes(path) };
}
