import type { RoundState } from "~/rules/rounds/round.ts";
import type { Rule } from "~/rules/standings/rule.ts";
import type { Db } from "~db/client.ts";
import { makeHeat } from "./heats.ts";

/**
 * A heat that two panels judge side by side: J1 (head) and J2 on A with entries 1 and 3, J3 (head) and J4 on B with 2 and 4;
 * J5 sits on both where `onAll` is said.
 */
export async function makeTwoPanels(
  db: Db,
  given: { state?: RoundState; onAll?: boolean; settings?: Partial<Rule>; editionId?: number; title?: string } = {},
) {
  const { state, editionId, title } = given;
  const heat = await makeHeat(db, { judges: given.onAll ? 5 : 4, entries: 4, state, editionId, title });
  const roundId = heat.round.id;
  const seated = ["A", "A", "B", "B", null];
  for (const [at, { id }] of heat.seats.entries())
    await db
      .updateTable("panelMembers")
      .set({ panel: seated[at] ?? null, head: at === 0 || at === 2 })
      .where("id", "=", id)
      .execute();
  for (const [at, { id }] of heat.entries.entries())
    await db
      .updateTable("entries")
      .set({ panel: at % 2 === 0 ? "A" : "B" })
      .where("id", "=", id)
      .execute();
  await db
    .updateTable("rounds")
    .set({ panels: ["A", "B"] })
    .where("id", "=", roundId)
    .execute();
  if (given.settings)
    await db.updateTable("rules").set({ settings: given.settings }).where("roundId", "=", roundId).execute();
  return heat;
}
