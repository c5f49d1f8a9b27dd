import { z } from "zod";
import { findFinalistsToTrack } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import { type LandingRefusal, wrong } from "../refusals.ts";
import { beginLandings } from "./begin-landings.ts";
import { canOwnLanding, day, editionToTrack } from "./landing-to-track.ts";

/** Begins to track every project of the edition's published final that is not tracked yet, all with one owner and one start. */
export const addFinalLandings = command({
  name: "add-final-landings",
  input: z.object({ edition: editionSlug, owner: z.string().min(1).max(100), startedOn: day }),
  who: editionToTrack,
  run: async ({ trx, input: { owner, startedOn }, actor, subject: { edition, editionId }, at }) => {
    const projects = await findFinalistsToTrack(trx, editionId);
    if (projects.length === 0) return refuse<LandingRefusal>({ type: "no-final-to-land" });
    if (!(await canOwnLanding(trx, editionId, owner))) return refuse<LandingRefusal>(wrong("owner", "no-owner"));
    const given = { ownerId: owner, startedOn, addedById: actor.id, addedAt: at };
    const numbers = await beginLandings(trx, edition, projects, given);
    return done({ added: numbers.length }, { landings: numbers.map(String), userId: owner, startedOn });
  },
});
