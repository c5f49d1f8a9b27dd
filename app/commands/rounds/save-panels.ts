import { z } from "zod";
import { compositionSchema, panelKeys } from "~/rules/rounds/panels.ts";
import { findPanelsInUse, writePanels } from "~db/queries/rounds/panel-places.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

export type PanelsRefusal = { type: "round-not-open" } | { type: "panel-in-use"; panels: string[] };

/** Names the panels that judge the round side by side, and says how many judges of each kind every panel has at least. */
export const savePanels = command({
  name: "save-panels",
  input: z.object({ round: roundSlug, panels: panelKeys, composition: compositionSchema }),
  who: roundToSetUp,
  run: async ({ trx, input: { panels, composition }, subject: { roundId, round } }) => {
    if (round.state === "closed") return refuse<PanelsRefusal>({ type: "round-not-open" });
    // The stages stand by then: one, or one a panel
    if (round.state === "judging" && panels.length > 0 !== round.panels.length > 0)
      return refuse<PanelsRefusal>({ type: "round-not-open" });
    const lost = (await findPanelsInUse(trx, roundId)).filter((panel) => !panels.includes(panel));
    if (lost.length > 0) return refuse<PanelsRefusal>({ type: "panel-in-use", panels: lost });
    const asked = Object.fromEntries(Object.entries(composition).filter(([, count]) => count > 0));
    await writePanels(trx, roundId, { panels, composition: asked });
    return done({}, { panels, least: Object.entries(asked).map(([kind, count]) => `${kind}/${count}`) });
  },
});
