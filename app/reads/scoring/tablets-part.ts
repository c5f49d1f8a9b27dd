import type { AppLoadContext } from "@remix-run/node";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import { tabletsPicture } from "~/services/live/pictures.ts";

/** What the card of a round's tablets needs; for a loader whose guard has let the actor see scores. One query. */
export async function tabletsPart(
  { db }: Pick<AppLoadContext, "db">,
  { actor, round }: { actor: Actor; round: { id: number; slug: string; editionId: number; timeZone: string } },
) {
  return {
    round: { slug: round.slug, timeZone: round.timeZone },
    keeps: can(actor, "keep-scores", { editionId: round.editionId, roundId: round.id }),
    at: now().getTime(),
    seats: await tabletsPicture(db, round.id),
  };
}

export type TabletsPart = Awaited<ReturnType<typeof tabletsPart>>;
