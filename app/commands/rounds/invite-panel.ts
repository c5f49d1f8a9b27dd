import type { Transaction } from "kysely";
import { z } from "zod";
import { findSeatsToInvite } from "~db/queries/rounds/copied-rounds.ts";
import type { DB } from "~db/schema.ts";
import { sendInvitation } from "../accounts/send-invitation.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type InviteRefusal = { type: "round-not-open" | "nobody-to-invite" };

/** Invites everybody on the panel who has not accepted and whom no standing invitation has reached: copied seats, expired letters. */
export const invitePanel = command({
  name: "invite-panel",
  input: z.object({ round: roundSlug }),
  who: roundToSetUp,
  run: async ({ trx, actor, subject: { editionId, roundId, round }, at }) => {
    if (round.state === "closed") return refuse<InviteRefusal>({ type: "round-not-open" });
    const seats = await findSeatsToInvite(trx, roundId, at);
    if (seats.length === 0) return refuse<InviteRefusal>({ type: "nobody-to-invite" });
    await inviteSeats(trx, seats, { editionId, roundId, by: actor, at });
    return done({ invited: seats.length }, { judges: seats.map(({ key }) => key) });
  },
});

/** Sends each of these seats its invitation, as part of `trx`. */
export async function inviteSeats(
  trx: Transaction<DB>,
  seats: Awaited<ReturnType<typeof findSeatsToInvite>>,
  place: { editionId: number; roundId: number; by: { id: string; name: string }; at: Date },
): Promise<void> {
  for (const { id, name, email, locale } of seats) {
    await sendInvitation(trx, { ...place, email, name, locale, role: "judge", panelMemberId: id });
  }
}
