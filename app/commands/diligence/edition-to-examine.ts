import type { Transaction } from "kysely";
import { z } from "zod";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import { type Finalist, type FinalOfEdition, findFinalist, findFinalOf } from "~db/queries/diligence.ts";
import { lockEdition } from "~db/queries/editions/edition-settings.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import type { DB } from "~db/schema.ts";
import type { FieldError } from "../command.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";

/** Why something about a finalist is not done. */
export type DiligenceRefusal =
  | { type: "not-found" | "nothing-published" | "awards-granted" | "finalist-decided" | "not-decided" }
  | { type: "findings-missing" | "checklist-fixed" | "stale-version" | "finalist-files-full" | "file-there" }
  | { type: "invalid-input"; fields: FieldError[] };

/** A finalist of an edition, by its key in the final. */
export const finalistInput = z.object({ edition: editionSlug, entry: z.string().min(1).max(64) });

interface Asked {
  trx: Transaction<DB>;
  actor: Actor;
  input: { edition: string };
}

/** The edition, locked against every other change of it, with its final, when the actor may do that there; else null. */
export async function editionToExamine({ trx, actor, input }: Asked, action: Action = "examine-finalists") {
  const found = await findEdition(trx, input.edition);
  const final = found && (await findFinalOf(trx, found.id));
  if (!found || !can(actor, action, { editionId: found.id, roundId: final?.id })) return null;
  const edition = await lockEdition(trx, input.edition);
  return edition ? { editionId: edition.id, roundId: final?.id ?? null, edition, final: final ?? null } : null;
}

export interface HeldFinalist extends Finalist {
  final: FinalOfEdition & { release: NonNullable<FinalOfEdition["release"]> };
}

/** The entry of the final's published result; else why there is nobody to look into. Held by the lock on the edition. */
export async function finalistToExamine(
  trx: Transaction<DB>,
  final: FinalOfEdition | null,
  key: string,
): Promise<HeldFinalist | "nothing-published" | "not-found"> {
  const { release } = final ?? {};
  if (!final || !release) return "nothing-published";
  const finalist = await findFinalist(trx, final.id, key);
  const ranked = release.lines.some(({ entry }) => entry === key);
  return finalist && ranked ? { ...finalist, final: { ...final, release } } : "not-found";
}
