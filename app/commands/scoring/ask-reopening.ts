import { z } from "zod";
import { isDeliberated } from "~db/queries/scoring/deliberations.ts";
import { insertReopening } from "~db/queries/scoring/sheet-reopenings.ts";
import { command, done, refuse } from "../command.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/** The scorer asks to open a submitted sheet again, and says why; nothing changes until a supervisor confirms. */
export const askReopening = command({
  name: "ask-reopening",
  input: z.object({ ...placeInput, version: z.number().int().min(1), reason: z.string().trim().min(1).max(500) }),
  who: placeFor("keep-scores"),
  run: async ({ trx, input, subject, actor, at }) => {
    if (subject.roundState !== "judging") return refuse<ScoreTableRefusal>({ type: "round-not-open" });
    if (await isDeliberated(trx, subject.entryId)) return refuse<ScoreTableRefusal>({ type: "entry-held" });
    if (subject.sheet?.state !== "submitted") return refuse<ScoreTableRefusal>({ type: "illegal-step" });
    if (subject.sheet.version !== input.version) return refuse<ScoreTableRefusal>({ type: "stale-version" });
    const request = { version: input.version, reason: input.reason, askedById: actor.id, askedAt: at };
    const reopening = await insertReopening(trx, subject, request);
    if (reopening === undefined) return refuse<ScoreTableRefusal>({ type: "reopening-asked" });
    const { entry, judge, version, reason } = input;
    return done({ reopening }, { entry, judge, version, reason, reopening });
  },
});
