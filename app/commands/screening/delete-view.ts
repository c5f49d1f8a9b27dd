import { z } from "zod";
import { deleteOwnView } from "~db/queries/screening/saved-views.ts";
import { command, done } from "../command.ts";
import { ownView } from "./own-view.ts";

/** Removes a saved view of the person's own. What it showed stays. */
export const deleteView = command({
  name: "delete-view",
  input: z.object({ edition: z.string().max(64), id: z.int32().positive() }),
  who: ownView,
  run: async ({ trx, subject: { viewId } }) => {
    await deleteOwnView(trx, viewId);
    return done({ id: viewId }, { view: viewId });
  },
});
