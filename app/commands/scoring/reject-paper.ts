import { z } from "zod";
import { decidePaper, findPaper, insertPaper } from "~db/queries/scoring/paper-sheets.ts";
import { command, done, refuse } from "../command.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/**
 * What was entered does not say what the paper says, or the photo is no good: it does not count, and the reason stays. With
 * `keepPhoto` the same photo waits to be entered again.
 */
export const rejectPaper = command({
  name: "reject-paper",
  input: z.object({
    ...placeInput,
    paper: z.number().int().positive(),
    reason: z.string().trim().min(1).max(500),
    keepPhoto: z.boolean().default(false),
  }),
  who: placeFor("check-paper"),
  run: async ({ trx, input, subject, actor, at }) => {
    const { entry, judge, reason, keepPhoto } = input;
    const paper = await findPaper(trx, subject, input.paper);
    if (paper?.state !== "entered" && paper?.state !== "photographed")
      return refuse<ScoreTableRefusal>({ type: "stale-version" });
    await decidePaper(trx, paper.id, { state: "rejected", decidedById: actor.id, decidedAt: at, reason });
    if (keepPhoto) {
      const { photo, photoType, photoSize, photoDigest, broughtById, broughtAt } = paper;
      await insertPaper(trx, subject, { photo, photoType, photoSize, photoDigest, broughtById, broughtAt });
    }
    return done({}, { entry, judge, paper: paper.id, reason, keepPhoto });
  },
});
