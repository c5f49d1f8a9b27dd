import { z } from "zod";
import { landingFiles, landingFileTypes } from "~/rules/landing/landing.ts";
import { storedFileKey } from "~/services/files/file-store.ts";
import { findLandingFiles, insertLandingFile } from "~db/queries/landing/landing-files.ts";
import { command, done, refuse } from "../command.ts";
import type { LandingRefusal } from "../refusals.ts";
import { landingInput, landingToTrack, step } from "./landing-to-track.ts";

const no = refuse<LandingRefusal>;

/** Adds a file, which lies in the file store already and was found good, to a milestone of a landing. */
export const bringLandingFile = command({
  name: "bring-landing-file",
  input: z.object({
    ...landingInput,
    step,
    id: z.string().regex(/^[0-9a-f]{32}$/),
    type: z.enum(landingFileTypes),
    size: z.number().int().positive().max(landingFiles.mostBytes),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  who: landingToTrack,
  run: async ({ trx, input, actor, subject: { landing }, at }) => {
    const { number, step, id, type, size, sha256 } = input;
    if (landing.givenUp) return no({ type: "landing-given-up" });
    const there = await findLandingFiles(trx, landing.id);
    if (there.length >= landingFiles.most) return no({ type: "files-full" });
    const file = { step, type, size, sha256, storeKey: storedFileKey(id) };
    const brought = { landingId: landing.id, broughtById: actor.id, broughtAt: at };
    const fileId = await insertLandingFile(trx, { ...file, ...brought });
    if (fileId === undefined) return no({ type: "file-there" });
    return done({ fileId }, { landing: number, milestone: step, file: fileId, size, sha256 });
  },
});
