import { z } from "zod";
import { previewDigest } from "~/reads/advancement/advancement-plan.ts";
import { advancingOf } from "~/rules/advancement/advancement.ts";
import { tellAdvanced, withholdAdvanced } from "~/services/mail/news.ts";
import { enterFinal, leaveFinal } from "~db/queries/advancement/advancement-final.ts";
import { insertLine } from "~db/queries/advancement/advancement-lines.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import { type AdvancementRefusal, finalToFill, lockAdvancement } from "./edition-to-advance.ts";

/**
 * Draws the line between the heats and the final: keeps it as a version, and brings the final's list to what it says, with
 * what each entry went on by. The same line again changes nothing. Drawn again after a correction it takes out who no longer
 * goes on. Refused once the final has begun, and when the preview of that digest is no longer what would happen.
 */
export const advanceToFinal = command({
  name: "advance-to-final",
  input: z.object({
    edition: editionSlug,
    digest: z.string().length(64),
    /** The line is drawn although heats have no published result: their entries stay out. */
    without: z.boolean().default(false),
  }),
  who: finalToFill,
  run: async (context) => {
    const { trx, input, actor, at } = context;
    const held = await lockAdvancement(context);
    if (!held.ok) return held;
    const { task, plan, rule, final, drawn, gaps, differences, corrected } = held;
    const no = (type: Exclude<AdvancementRefusal["type"], "invalid-input">) => refuse<AdvancementRefusal>({ type });
    if (previewDigest(task, plan) !== input.digest) return no("stale-preview");
    if (task.published.length === 0 || (gaps.missing.length > 0 && !input.without)) return no("heats-unpublished");
    if (rule.afterNotice && gaps.onNotice.length > 0) return no("notice-open");
    if (gaps.undecided > 0) return no("ties-undecided");

    const going = advancingOf(plan).map(({ entry }) => entry.id);
    const coming = going.filter((id) => !final.entries.has(id));
    const leaving = [...final.entries].filter(([from]) => !going.includes(from)).map(([, entry]) => entry);
    const counts = { going: going.length, added: coming.length, removed: leaving.length };
    if (drawn && differences.length + corrected.length + coming.length + leaving.length === 0)
      return done({ ...counts, version: drawn.version }, { final: final.slug, ...counts, version: drawn.version });
    await leaveFinal(
      trx,
      leaving.map(({ id }) => id),
      at,
    );
    await enterFinal(trx, final, coming);
    const releases = new Map(task.heats.flatMap(({ slug, release }) => (release ? [[slug, release.id]] : [])));
    const placed = plan.lines.flatMap(({ entries }) => entries);
    const version = await insertLine(
      trx,
      { finalId: final.id, rule, digest: plan.digest, drawnById: actor.id, drawnAt: at },
      placed.map((each) => ({ placed: each, releaseId: releases.get(each.heat) ?? 0 })),
    );
    await withholdAdvanced(
      trx,
      final.id,
      placed.map(({ entry }) => entry.id).filter((id) => !going.includes(id)),
    );
    await tellAdvanced(trx, { finalId: final.id, heatEntryIds: going, coming, at });
    const without = gaps.missing.length > 0 ? gaps.missing : null;
    return done({ ...counts, version }, { final: final.slug, ...counts, version, line: plan.digest, without });
  },
});
