import { z } from "zod";
import { nextSeatKey } from "~/rules/rounds/round.ts";
import { existsSeatOf, findSeatKeys, insertSeat, setHead } from "~db/queries/rounds/panels.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { sendInvitation } from "../accounts/send-invitation.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type SeatRefusal = { type: "round-not-open" | "key-taken" | "already-seated" | "head-fixed" };

/** Seats a judge under the next key (J1, J2, …) or the one given, and invites them by mail. Until the scoring is closed. */
export const seatPanelMember = command({
  name: "seat-panel-member",
  sensitive: true,
  input: z.object({
    round: roundSlug,
    key: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9_-]{1,20}$/)
      .optional(),
    name: z.string().trim().min(1).max(100),
    email: z.email().max(254).toLowerCase(),
    locale: z.enum(["zh-CN", "en"]).default("zh-CN"),
    head: z.boolean().default(false),
  }),
  who: roundToSetUp,
  run: async ({ trx, input, actor, subject: { roundId, editionId, round }, at }) => {
    if (round.state === "closed") return refuse<SeatRefusal>({ type: "round-not-open" });
    const taken = await findSeatKeys(trx, roundId);
    const key = input.key ?? nextSeatKey(taken);
    if (taken.includes(key)) return refuse<SeatRefusal>({ type: "key-taken" });
    if (await existsSeatOf(trx, roundId, input.email)) return refuse<SeatRefusal>({ type: "already-seated" });
    if (input.head && (await findHeadFreeze(trx, roundId))) return refuse<SeatRefusal>({ type: "head-fixed" });
    const { name, email, locale } = input;
    const panelMemberId = await insertSeat(trx, { roundId, key, name });
    if (input.head) await setHead(trx, roundId, panelMemberId);
    const invited = { email, name, locale, role: "judge" as const, editionId, roundId, panelMemberId };
    const invitationId = await sendInvitation(trx, { ...invited, by: actor, at });
    return done({ key, panelMemberId }, { panelMemberId, judge: key, head: input.head, invitationId });
  },
});
