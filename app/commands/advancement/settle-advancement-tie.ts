import { z } from "zod";
import { putVotes } from "~db/queries/advancements.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import { type AdvancementRefusal, finalToFill, hold, placedOf } from "./edition-to-advance.ts";

const twice: FieldError = { path: "places", code: "twice", message: "Two entries have the same place." };

/**
 * Records how the panel decided on entries that share a line: each gets a place of its own, the smaller one is the better.
 * The reason says how it was decided, and by whom.
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
    const held = await hold(context);
    if (!held.ok) return held;
    const votes = input.places.map(({ place, ...of }) => ({ place, placed: placedOf(held.plan, of) }));
    const tied = votes.flatMap(({ place, placed }) =>
      placed?.outcome === "undecided" ? [{ place, entryId: placed.entry.id }] : [],
    );
    if (tied.length < votes.length) return refuse<AdvancementRefusal>({ type: "not-tied" });
    await putVotes(trx, tied, { byId: actor.id, at });
    const order = [...input.places].sort((a, b) => a.place - b.place).map(({ heat, entry }) => `${heat} ${entry}`);
    return done({ settled: tied.length }, { entries: order, reason: input.reason });
  },
});
