import { z } from "zod";
import { nextSeatKey } from "~/rules/rounds/round.ts";
import { findJudgeKinds } from "~db/queries/rounds/panel-places.ts";
import { existsSeatOf, findHeadKey, findSeatKeys, insertSeat, setHead } from "~db/queries/rounds/panels.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { sendInvitation } from "../accounts/send-invitation.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "./round-to-set-up.ts";

type SeatRefusal = { type: "round-not-open" | "key-taken" | "already-seated" | "head-fixed" | "stale-version" };

/**
 * Seats a judge under the next key (J1, J2, …) or the one given, on one of several panels (null: on all) and as one of the
 * rule's kinds, and invites them by mail. Until the scoring is closed.
 */
export const seatJudge = command({
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
    panel: z.string().nullable().default(null),
    kind: z.string().nullable().default(null),
  }),
  who: roundToSetUp,
  run: async ({ trx, input, actor, subject: { roundId, editionId, round }, at }) => {
    if (round.state === "closed") return refuse<SeatRefusal>({ type: "round-not-open" });
    const taken = await findSeatKeys(trx, roundId);
    const key = input.key ?? nextSeatKey(taken);
    if (taken.includes(key)) return refuse<SeatRefusal>({ type: "key-taken" });
    if (await existsSeatOf(trx, roundId, input.email)) return refuse<SeatRefusal>({ type: "already-seated" });
    const { name, email, locale, panel, kind } = input;
    if (panel !== null && !round.panels.includes(panel)) return refuse<SeatRefusal>({ type: "stale-version" });
    if (kind !== null && !(await findJudgeKinds(trx, roundId)).some((each) => each.key === kind))
      return refuse<SeatRefusal>({ type: "stale-version" });
    const led = input.head && (await findHeadKey(trx, roundId, panel)) !== undefined;
    if (led && (await findHeadFreeze(trx, roundId))) return refuse<SeatRefusal>({ type: "head-fixed" });
    const panelMemberId = await insertSeat(trx, { roundId, key, name, panel, kind });
    if (input.head) await setHead(trx, { roundId, panel }, panelMemberId);
    const invited = { email, name, locale, role: "judge" as const, editionId, roundId, panelMemberId };
    const invitationId = await sendInvitation(trx, { ...invited, by: actor, at });
    const facts = { panelMemberId, judge: key, head: input.head, invitationId };
    const placed = { ...(panel !== null && { panel }), ...(kind !== null && { kind }) };
    return done({ key, panelMemberId }, { ...facts, ...placed });
  },
});
