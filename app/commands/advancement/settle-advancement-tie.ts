import { z } from "zod";
import { findPlannedPlace, openTies } from "~/reads/advancement/advancement-plan.ts";
import { insertDecision } from "~db/queries/advancement/advancements.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import { type AdvancementRefusal, finalToFill, lockAdvancement } from "./edition-to-advance.ts";

const twice: FieldError = { path: "places", code: "twice", message: "Two entries have the same place." };

/**
 * Records how the panel decided on entries that share a line or a free place, on all of them in one act: each gets a place of
 * its own, the smaller one is the better. It takes the place of an earlier decision until the line is drawn. The reason says how it was decided, and by whom.
 */
export const settleAdvancementTie = command({
  name: "settle-advancement-tie",
  input: z.object({
    edition: editionSlug,
    places: z
      .array(
        z.object({
          heat: z.string().min(1).max(64),
          entry: z.string().min(1).max(64),
          place: z.number().int().min(1).max(200),
        }),
      )
      .min(2)
      .max(200),
    reason: z.string().trim().min(1).max(500),
  }),
  who: finalToFill,
  run: async (context) => {
    const { trx, input, actor, at } = context;
    if (new Set(input.places.map(({ place }) => place)).size < input.places.length)
      return refuse<AdvancementRefusal>({ type: "invalid-input", fields: [twice] });
    const held = await lockAdvancement(context);
    if (!held.ok) return held;
    const tied = input.places.flatMap(({ place, ...of }) => {
      const placed = findPlannedPlace(held.plan, of);
      return placed ? [{ place, entryId: placed.entry.id }] : [];
    });
    const entryIds = tied.map(({ entryId }) => entryId).sort((a, b) => a - b);
    const isTie = openTies(held.task).some(({ entries }) => entries.join(" ") === entryIds.join(" "));
    if (tied.length < input.places.length || !isTie) return refuse<AdvancementRefusal>({ type: "not-tied" });
    await insertDecision(trx, tied, { byId: actor.id, at });
    const order = [...input.places].sort((a, b) => a.place - b.place).map(({ heat, entry }) => `${heat} ${entry}`);
    return done({ settled: tied.length }, { entries: order, reason: input.reason });
  },
});
