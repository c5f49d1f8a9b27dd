import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { copySeats, findSeatsToInvite } from "~db/queries/rounds/copied-rounds.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { command, done, refuse } from "../command.ts";
import { inviteSeats } from "./invite-panel.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type CopyRefusal = { type: "round-not-open" | "nobody-to-copy" };

/** Seats the panel of another round, of which one also sets things up, and invites everybody at once where that is asked. */
export const copyPanel = command({
  name: "copy-panel",
  input: z.object({ round: roundSlug, from: roundSlug, invite: z.boolean().default(false) }),
  who: async (request) => {
    const subject = await roundToSetUp(request);
    const from = subject && (await findRound(request.trx, request.input.from));
    if (!from || from.rehearsalOfId !== null || from.id === subject.roundId) return null;
    return can(request.actor, "set-up", { editionId: from.editionId, roundId: from.id }) ? { ...subject, from } : null;
  },
  run: async ({ trx, input, actor, subject: { editionId, roundId, round, from }, at }) => {
    if (round.state === "closed") return refuse<CopyRefusal>({ type: "round-not-open" });
    const head = !(await findHeadFreeze(trx, roundId));
    const seated = await copySeats(trx, { from: from.id, to: roundId, head });
    if (seated === 0) return refuse<CopyRefusal>({ type: "nobody-to-copy" });
    const seats = input.invite ? await findSeatsToInvite(trx, roundId, at) : [];
    await inviteSeats(trx, seats, { editionId, roundId, by: actor, at });
    return done({ seated, invited: seats.length }, { copied: from.slug, seated, invited: seats.length });
  },
});
