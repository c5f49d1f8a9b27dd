import { flawOfChoice, hallChoices } from "~/rules/scoring/hall-ballot.ts";
import type { Db } from "~db/client.ts";
import {
  addHallVotes,
  findHallCode,
  findHallEntries,
  isHallVoteOpen,
  spendHallCode,
} from "~db/queries/scoring/hall.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { inTransaction } from "../transaction.ts";

export type BallotRefusal =
  | { type: "code-unknown" | "code-spent" | "vote-not-open" | "vote-over" }
  | { type: "nothing-chosen" | "too-many-chosen" | "unknown-entry" };

export type Cast = { ok: true } | { ok: false; error: BallotRefusal };

/**
 * A ballot of the hall: uses the code up and adds a vote to each chosen entry, both or neither. Not made by `command()`: who
 * votes is nobody, and neither an audit entry nor a kept answer may say which code voted for what, or when.
 */
export async function castHallBallot(
  db: Db,
  { codeDigest, entries: chosen }: { codeDigest: string; entries: readonly string[] },
): Promise<Cast> {
  const no = (type: BallotRefusal["type"]): Cast => ({ ok: false, error: { type } });
  return await inTransaction<Cast>(db, async (trx) => {
    const code = await findHallCode(trx, codeDigest);
    if (!code) return no("code-unknown");
    const { roundId } = code;
    if (!(await isHallVoteOpen(trx, roundId))) return no(code.state === null ? "vote-not-open" : "vote-over");
    if (!(await spendHallCode(trx, codeDigest))) return no("code-spent");
    const rule = await findRule(trx, roundId);
    const entries = await findHallEntries(trx, roundId);
    const known = new Set(entries.map(({ key }) => key));
    const choices = hallChoices(rule) ?? 1;
    const flaw = flawOfChoice(chosen, { choices, known });
    if (flaw) return no(flaw);
    await addHallVotes(
      trx,
      roundId,
      entries.filter(({ key }) => chosen.includes(key)).map(({ id }) => id),
    );
    return { ok: true };
  });
}
