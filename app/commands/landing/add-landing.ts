import { z } from "zod";
import { findLandable } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import { type LandingRefusal, wrong } from "../refusals.ts";
import { beginLandings } from "./begin-landings.ts";
import { canOwnLanding, day, editionToTrack } from "./landing-to-track.ts";

const no = refuse<LandingRefusal>;

/**
 * Begins to track one project: a qualified application by its code, or an entry of a published result by "ROUND/KEY". Whoever
 * owns it is reminded of its deadlines.
 */
export const addLanding = command({
  name: "add-landing",
  input: z.object({
    edition: editionSlug,
    project: z.string().trim().min(1).max(120),
    owner: z.string().min(1).max(100),
    startedOn: day,
  }),
  who: editionToTrack,
  run: async ({ trx, input: { project, owner, startedOn }, actor, subject: { edition, editionId }, at }) => {
    const found = await findLandable(trx, editionId, project);
    if (!found) return no(wrong("project", "no-project"));
    if (found.number !== null) return no({ type: "landing-there" });
    if (!(await canOwnLanding(trx, editionId, owner))) return no(wrong("owner", "no-owner"));
    const given = { ownerId: owner, startedOn, addedById: actor.id, addedAt: at };
    const [number = 0] = await beginLandings(trx, edition, [found], given);
    return done({ number }, { landing: number, userId: owner, startedOn });
  },
});
