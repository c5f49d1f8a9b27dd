import { now } from "~/services/clock.ts";
import type { ContestFolder } from "~/services/exchange/read-folder.ts";
import type { Database } from "~db/client.ts";
import { transactionWithCopy } from "~db/copy.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import {
  createImportedRound,
  emptyImportedRound,
  ensureImportEdition,
  existsRelease,
  fillImportedRound,
  findSlugs,
  refreshStatistics,
} from "~db/queries/exchange/imported-rounds.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";

export type ContestImportRefusal =
  | { type: "slug-in-use" }
  | { type: "not-an-import" }
  | { type: "released" }
  | { type: "reopened" }
  /** The carried round of that place in the rule is none of ours. */
  | { type: "unknown-carried"; place: number };

export interface ImportCounts {
  entries: number;
  judges: number;
  sheets: number;
  marks: number;
}

/** From about this many marks on, the planner's old idea of the tables would be wrong enough to hurt. */
const largeImport = 10_000;

/**
 * Writes a contest folder as a closed round, in one transaction. With `replace` an imported round of that slug, none
 * of whose results were ever proposed, keeps its row and its record and loses all below it.
 *
 * Not made by `command()`: that one checks a signed-in person's rights and small JSON input, while this is run by
 * whoever operates the machine, on a folder that was read and checked before, and writes by COPY.
 */
export async function importContest(
  { sql, db }: Database,
  { contest, digests }: ContestFolder,
  { replace = false }: { replace?: boolean } = {},
): Promise<{ ok: true; counts: ImportCounts; replaced: boolean } | { ok: false; error: ContestImportRefusal }> {
  const { slug, title } = contest;
  const counts = {
    entries: contest.entries.length,
    judges: contest.judges.length,
    sheets: contest.sheets.entry.length,
    marks: contest.marks.mark.length,
  };
  const outcome = await transactionWithCopy(sql, async (trx, copy) => {
    const known = await lockRound(trx, slug);
    if (known) {
      if (!replace) return refused("slug-in-use");
      if (known.origin !== "import") return refused("not-an-import");
      if (known.state !== "closed") return refused("reopened");
      if (await existsRelease(trx, known.id)) return refused("released");
      await emptyImportedRound(trx, known.id, title);
    }
    const carried = (contest.rule.carry ?? []).map(({ round }) => round);
    const there = await findSlugs(trx, carried);
    const place = carried.findIndex((each) => !there.has(each));
    if (place >= 0) return { ok: false, error: { type: "unknown-carried", place } } as const;
    const editionId = known?.editionId ?? (await ensureImportEdition(trx));
    const roundId = known?.id ?? (await createImportedRound(trx, { editionId, slug, title }));
    if (roundId === undefined) return refused("slug-in-use");
    await fillImportedRound(trx, copy, { roundId, editionId }, contest);
    const replaced = known !== undefined;
    const facts = { replaced, ...counts, sha256: digests };
    await appendAudit(trx, { at: now(), command: "import-contest", actorId: null, editionId, roundId, facts });
    return { ok: true, counts, replaced } as const;
  });
  if (outcome.ok && counts.marks >= largeImport) await refreshStatistics(db);
  return outcome;
}

function refused(type: Exclude<ContestImportRefusal["type"], "unknown-carried">): {
  ok: false;
  error: ContestImportRefusal;
} {
  return { ok: false, error: { type } };
}
