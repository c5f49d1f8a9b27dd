import { z } from "zod";
import { unsettledEntries } from "~/reads/scoring/held-entries.ts";
import { setRoundState } from "~db/queries/rounds/rounds.ts";
import { findAllMissingSheets } from "~db/queries/scoring/score-table.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { lockRoundForScorer } from "./lock-round.ts";

interface MissingSheet {
  entry: string;
  judge: string;
}

export type CloseRefusal =
  | { type: "illegal-step" }
  /** These sheets would be left out; more of them than the scorer has accepted. */
  | { type: "sheets-missing"; missing: MissingSheet[] }
  /** The panel has to confer on these first, by key. */
  | { type: "entries-held"; entries: string[] }
  | { type: "invalid-input"; fields: FieldError[] };

/**
 * The scorer ends the scoring: no sheet comes in any more. Sheets that are still missing are named; closing without them takes
 * their number, as the scorer saw it (`acceptMissing`), and a reason.
 */
export const closeJudging = command({
  name: "close-judging",
  input: z.object({
    round: z.string(),
    acceptMissing: z.number().int().min(0).default(0),
    reason: z.string().trim().max(500).default(""),
  }),
  who: lockRoundForScorer,
  run: async ({ trx, input, subject }) => {
    if (subject.state !== "judging") return refuse<CloseRefusal>({ type: "illegal-step" });
    const missing = await findAllMissingSheets(trx, subject.roundId);
    if (missing.length > input.acceptMissing) return refuse<CloseRefusal>({ type: "sheets-missing", missing });
    if (missing.length > 0 && input.reason === "") {
      const reason = {
        path: "reason",
        code: "reason",
        message: "Say why the round closes without the missing sheets.",
      };
      return refuse<CloseRefusal>({ type: "invalid-input", fields: [reason] });
    }
    const entries = await unsettledEntries(trx, subject.roundId);
    if (entries.length > 0) return refuse<CloseRefusal>({ type: "entries-held", entries });
    await setRoundState(trx, subject.roundId, "closed");
    return done(
      { missing: missing.length },
      { missing: missing.map(({ entry, judge }) => `${entry}/${judge}`), reason: input.reason || null },
    );
  },
});
