import { randomUUID } from "node:crypto";
import type { By } from "../command.ts";
import { keepLateSheet } from "./keep-late-sheet.ts";
import { submitSheet } from "./submit-sheet.ts";

/** What a judge's tablet sends at the end of a sheet; submitSheet checks it. */
type Input = object & { writtenAt?: string | null };

/** Hands a sheet in; where the scoring has ended, it is refused as late and kept beside, for the scorer to see. */
export async function handInSheet(by: By, input: Input) {
  const answer = await submitSheet(by, input);
  if (answer.ok || answer.error.type !== "round-not-open" || answer.error.state !== "closed") return answer;
  // Kept under the request's own key, which stays free for the day when the round is opened again
  const key = by.idempotencyKey || randomUUID();
  const late = await keepLateSheet({ ...by, idempotencyKey: null }, { writtenAt: null, ...input, key });
  if (late.ok) return { ok: false as const, error: { type: "late" as const, keptAt: late.value.keptAt } };
  return late;
}
