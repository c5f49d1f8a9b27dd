import { z } from "zod";
import { withholdAwards } from "~/services/mail/news.ts";
import { findGrant, markGrantRevoked } from "~db/queries/awards/awards.ts";
import { command, done, refuse } from "../command.ts";
import { editionToExamine } from "../diligence/edition-to-examine.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import type { AwardRefusal } from "./award-task.ts";

/** Takes the awards of an edition back, for a stated reason: they vanish from everywhere, and may be granted again. */
export const revokeAwards = command({
  name: "revoke-awards",
  changesPublicPages: true,
  input: z.object({ edition: editionSlug, reason: z.string().trim().min(2).max(500) }),
  who: (request) => editionToExamine(request, "grant-awards"),
  run: async ({ trx, input: { reason }, actor, at, subject: { editionId, final } }) => {
    const grant = await findGrant(trx, editionId);
    if (!grant) return refuse<AwardRefusal>({ type: "not-granted" });
    await markGrantRevoked(trx, grant.id, { byId: actor.id, at });
    if (final) await withholdAwards(trx, final.id);
    return done({ version: grant.version }, { version: grant.version, awards: grant.awards.length, reason });
  },
});
