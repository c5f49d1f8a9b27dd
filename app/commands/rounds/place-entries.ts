import { z } from "zod";
import { findEntryPanels, placeEntries as writePlaces } from "~db/queries/rounds/panel-places.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

export type PlaceEntriesRefusal = { type: "round-not-open" | "stale-version" };

const place = z.object({ entry: z.string().min(1).max(200), panel: z.string().nullable() });

/** Gives entries to panels by hand (null: to none), until the judging starts. */
export const placeEntries = command({
  name: "place-entries",
  input: z.object({ round: roundSlug, entries: z.array(place).max(5000) }),
  who: roundToSetUp,
  run: async ({ trx, input, subject: { roundId, round } }) => {
    if (round.state === "judging" || round.state === "closed")
      return refuse<PlaceEntriesRefusal>({ type: "round-not-open" });
    const there = new Map((await findEntryPanels(trx, roundId)).map(({ key, panel }) => [key, panel]));
    const known = input.entries.every(
      ({ entry, panel }) => there.has(entry) && (panel === null || round.panels.includes(panel)),
    );
    if (!known) return refuse<PlaceEntriesRefusal>({ type: "stale-version" });
    const moved = input.entries.filter(({ entry, panel }) => there.get(entry) !== panel);
    await writePlaces(
      trx,
      roundId,
      moved.map(({ entry, panel }) => ({ key: entry, panel })),
    );
    return done({ moved: moved.length }, { placed: moved.map(({ entry, panel }) => `${entry}/${panel ?? ""}`) });
  },
});
