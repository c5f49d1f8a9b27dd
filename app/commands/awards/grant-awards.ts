import { z } from "zod";
import { awardsOf } from "~/rules/awards/awards.ts";
import { tellAwards } from "~/services/mail/news.ts";
import { findStandingGrantId, insertGrant } from "~db/queries/awards/awards.ts";
import { command, done, refuse } from "../command.ts";
import { editionToExamine } from "../diligence/edition-to-examine.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import { type AwardRefusal, findAwardTask } from "./award-task.ts";

const no = (type: Exclude<AwardRefusal["type"], "invalid-input">) => refuse<AwardRefusal>({ type });

/**
 * Grants the awards of an edition: from then on everybody may read them, and nothing of them changes. Needs a published final
 * whose notice, where it has one, is over, a decision on everybody who is to win, and no tie; refused when the list of that
 * digest is no longer what would be granted.
 */
export const grantAwards = command({
  name: "grant-awards",
  input: z.object({ edition: editionSlug, digest: z.string().length(64) }),
  who: (request) => editionToExamine(request, "grant-awards"),
  run: async ({ trx, input, actor, at, subject: { editionId, final } }) => {
    if ((await findStandingGrantId(trx, editionId)) !== null) return no("awards-granted");
    const { settings, finalists, plan, bars, digest } = await findAwardTask(trx, { editionId, final, at });
    if (digest !== input.digest) return no("stale-preview");
    const release = final?.release;
    const [bar] = bars;
    if (!plan || !release || bar) return no(bar ?? "nothing-published");
    const ids = new Map(finalists.map(({ id, key }) => [key, id]));
    const awards = awardsOf(plan, settings.levels).map((award) => ({ ...award, entryId: ids.get(award.entry) ?? 0 }));
    const grant = { editionId, releaseId: release.id, moveUp: settings.moveUp, digest };
    await insertGrant(trx, { ...grant, grantedById: actor.id, grantedAt: at }, awards);
    await tellAwards(trx, editionId);
    return done({ awards: awards.length }, { version: release.version, awards: awards.length, digest });
  },
});
