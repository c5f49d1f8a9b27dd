import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { mostViews, viewNameLength } from "~/rules/screening/screening-filter.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { countViews, insertView } from "~db/queries/screening/saved-views.ts";
import { command, done, refuse } from "../command.ts";

export type ViewRefusal = { type: "view-name-taken" | "too-many-views" };

export const viewName = z.string().trim().min(1).max(viewNameLength);

/** Keeps a filter of the screening list under a name, for the person alone. Answers its id. */
export const saveView = command({
  name: "save-view",
  input: z.object({ edition: z.string().max(64), name: viewName, query: z.string().max(2000) }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "screen", { editionId: edition.id }) ? { editionId: edition.id } : null;
  },
  run: async ({ trx, input, actor, subject: { editionId } }) => {
    const own = { editionId, userId: actor.id };
    if ((await countViews(trx, own)) >= mostViews) return refuse<ViewRefusal>({ type: "too-many-views" });
    const id = await insertView(trx, { ...own, name: input.name, query: input.query });
    if (id === null) return refuse<ViewRefusal>({ type: "view-name-taken" });
    return done({ id }, { view: id });
  },
});
