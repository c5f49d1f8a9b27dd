import { z } from "zod";
import { findJudgeKinds, type PlacedSeat, placeSeats } from "~db/queries/rounds/panel-places.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

export type PlaceJudgesRefusal = { type: "round-not-open" | "stale-version" | "head-fixed" | "assignment-fixed" };

const seat = z.object({
  judge: z.string().min(1).max(200),
  panel: z.string().nullable(),
  kind: z.string().nullable(),
});

/**
 * Puts judges on panels (null: on all of them) and says of which kind they are, until each begins to score. Who leads a panel
 * and comes to one that has a head judge is an ordinary member there.
 */
export const placeJudges = command({
  name: "place-judges",
  input: z.object({ round: roundSlug, seats: z.array(seat).max(500) }),
  who: roundToSetUp,
  run: async ({ trx, input, subject: { roundId, round }, at }) => {
    if (round.state === "closed") return refuse<PlaceJudgesRefusal>({ type: "round-not-open" });
    const kinds = (await findJudgeKinds(trx, roundId)).map(({ key }) => key);
    const there = (await findPanel(trx, roundId, at)).filter(({ removedAt }) => removedAt === null);
    const moved: (PlacedSeat & { key: string })[] = [];
    for (const { judge, panel, kind } of input.seats) {
      const now = there.find(({ key }) => key === judge);
      if (!now || (panel !== null && !round.panels.includes(panel))) return refuse<PlaceJudgesRefusal>(stale);
      if (kind !== null && kind !== now.kind && !kinds.includes(kind)) return refuse<PlaceJudgesRefusal>(stale);
      if (now.panel === panel && now.kind === kind) continue;
      const { id, key, head } = now;
      if (head && now.panel !== panel && (await findHeadFreeze(trx, roundId)))
        return refuse<PlaceJudgesRefusal>({ type: "head-fixed" });
      moved.push({ id, key, panel, kind, head });
    }
    if (moved.length > 0) await placeSeats(trx, withOneHead(there, moved));
    return done({ moved: moved.length }, { placed: moved.map(({ key, panel, kind }) => [key, panel, kind].join("/")) });
  },
});

const stale = { type: "stale-version" } as const;

/** At most one of a panel stays its head judge: who was it there before, else the first to come. */
function withOneHead(
  there: readonly { id: number; panel: string | null; head: boolean }[],
  moved: readonly PlacedSeat[],
): PlacedSeat[] {
  const ids = new Set(moved.map(({ id }) => id));
  const panelOf = new Map(there.map(({ id, panel }) => [id, panel]));
  const led = new Set(there.filter(({ id, head }) => head && !ids.has(id)).map(({ panel }) => panel));
  for (const { id, panel, head } of moved) if (head && panelOf.get(id) === panel) led.add(panel);
  return moved.map((seat) => {
    if (!seat.head || panelOf.get(seat.id) === seat.panel) return seat;
    const head = !led.has(seat.panel);
    if (head) led.add(seat.panel);
    return { ...seat, head };
  });
}
