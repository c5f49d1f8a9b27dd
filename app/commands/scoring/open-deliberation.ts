import { z } from "zod";
import { roundDeliberations } from "~/reads/scoring/held-entries.ts";
import { insertDeliberation } from "~db/queries/scoring/deliberations.ts";
import { findEntryId } from "~db/queries/scoring/signatures.ts";
import { command, done, refuse } from "../command.ts";
import { type DeliberationRefusal, deliberationFor } from "./deliberation-at.ts";

const key = z.string().min(1).max(200);

/** The scorer lets the panel confer (复议) on an entry whose values lie too far apart: its sheets stand still from now on. */
export const openDeliberation = command({
  name: "open-deliberation",
  input: z.object({ round: key, entry: key }),
  who: deliberationFor("keep-scores"),
  run: async ({ trx, input: { entry }, subject: { round }, actor, at }) => {
    if (round.state !== "judging") return refuse<DeliberationRefusal>({ type: "round-not-open" });
    const found = await roundDeliberations(trx, round.id);
    const held = found?.held.find((each) => each.entry === entry);
    const entryId = held && (await findEntryId(trx, round.id, entry));
    if (!held || !entryId) return refuse<DeliberationRefusal>({ type: "not-held" });
    const opened = { roundId: round.id, entryId, spread: held.spread, openedById: actor.id, openedAt: at };
    if (!(await insertDeliberation(trx, opened))) return refuse<DeliberationRefusal>({ type: "not-held" });
    return done({ spread: held.spread }, { entry, spread: held.spread });
  },
});
