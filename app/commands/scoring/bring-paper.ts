import { z } from "zod";
import { paperTypes } from "~/rules/scoring/paper-sheet.ts";
import { storedFileKey } from "~/services/files/file-store.ts";
import { insertPaper } from "~db/queries/scoring/paper-sheets.ts";
import { command, done, refuse } from "../command.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/** The scorer brings the photo of a sheet on paper, which lies in the file store already and was found good. */
export const bringPaper = command({
  name: "bring-paper",
  input: z.object({
    ...placeInput,
    id: z.string().regex(/^[0-9a-f]{32}$/),
    type: z.enum(paperTypes),
    size: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  who: placeFor("keep-scores"),
  run: async ({ trx, input, subject, actor, at }) => {
    if (subject.roundState !== "judging" && subject.roundState !== "closed")
      return refuse<ScoreTableRefusal>({ type: "round-not-open" });
    if (subject.recused) return refuse<ScoreTableRefusal>({ type: "recused" });
    if (subject.sheet?.state === "submitted") return refuse<ScoreTableRefusal>({ type: "sheet-locked" });
    const { entry, judge, id, type, size, sha256 } = input;
    const photo = { photo: storedFileKey(id), photoType: type, photoSize: size, photoDigest: sha256 };
    const paper = await insertPaper(trx, subject, { ...photo, broughtById: actor.id, broughtAt: at });
    if (paper === undefined) return refuse<ScoreTableRefusal>({ type: "paper-begun" });
    return done({ paper }, { entry, judge, paper, size, sha256 });
  },
});
