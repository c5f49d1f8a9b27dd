import { z } from "zod";
import { renameOwnView } from "~db/queries/screening/saved-views.ts";
import { command, done, refuse } from "../command.ts";
import { ownView } from "./own-view.ts";
import { type ViewRefusal, viewName } from "./save-view.ts";

/** Gives a saved view of the person's own another name. */
export const renameView = command({
  name: "rename-view",
  input: z.object({ edition: z.string().max(64), id: z.int32().positive(), name: viewName }),
  who: ownView,
  run: async ({ trx, input, subject: { editionId, viewId } }) => {
    const renamed = await renameOwnView(trx, { editionId, id: viewId, name: input.name });
    return renamed ? done({ id: viewId }, { view: viewId }) : refuse<ViewRefusal>({ type: "view-name-taken" });
  },
});
