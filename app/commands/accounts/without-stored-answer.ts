import type { By, Command, Refusal } from "../command.ts";

/** What is told once, to be shown and not kept: the app's key in base 32, or recovery codes. */
type ShownOnce = { key: string } | { recoveryCodes: string[] };

/** The same command without an idempotency key: its kept answer would hold the key or the codes in clear. */
export function withoutStoredAnswer<I, V extends ShownOnce, E extends Refusal>(
  act: Command<I, V, E>,
): (by: Omit<By, "idempotencyKey">, input: I) => ReturnType<typeof act> {
  return ({ db, actor, at }, input) => act({ db, actor, at }, input);
}
