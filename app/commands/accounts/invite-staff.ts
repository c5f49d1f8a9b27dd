import { z } from "zod";
import { can, roles } from "~/rules/accounts/access.ts";
import { tellStaff } from "~/services/mail/staff-turns.ts";
import { existsSeat } from "~db/queries/accounts/staff.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { command, done, refuse } from "../command.ts";
import { sendInvitation } from "./send-invitation.ts";

const slug = z.string().min(1).max(64);

/**
 * Invites somebody to a role in one round or in a whole edition, by a signed link in a mail. A judge's invitation can
 * name the seat on the panel. An earlier invitation of the same person to the same thing is taken back.
 * Another supervisor has to agree to a new one, and those who can are told.
 */
export const inviteStaff = command({
  name: "invite-staff",
  sensitive: true,
  input: z
    .object({
      email: z.email().max(254).toLowerCase(),
      name: z.string().trim().min(1).max(100),
      locale: z.enum(["zh-CN", "en"]).default("zh-CN"),
      role: z.enum(roles),
      edition: slug.optional(),
      round: slug.optional(),
      panelMemberId: z.coerce.number().pipe(z.int32().positive()).optional(),
    })
    .refine((input) => (input.edition === undefined) !== (input.round === undefined), {
      path: ["round"],
      params: { reason: "one-place" },
    })
    .refine((input) => input.panelMemberId === undefined || (input.role === "judge" && input.round !== undefined), {
      path: ["panelMemberId"],
      params: { reason: "no-seat" },
    }),
  who: async ({ trx, input, actor }) => {
    if (input.round !== undefined) {
      const round = await findRound(trx, input.round);
      const scope = round && { editionId: round.editionId, roundId: round.id, of: round };
      return scope && can(actor, "set-up", scope) ? scope : null;
    }
    const edition = await findEdition(trx, input.edition ?? "");
    const scope = edition && { editionId: edition.id, roundId: null, of: edition };
    return scope && can(actor, "set-up", scope) ? scope : null;
  },
  run: async ({ trx, input, actor, subject, at }) => {
    const { email, name, locale, role, panelMemberId } = input;
    if (panelMemberId !== undefined && !(await existsSeat(trx, panelMemberId, subject.roundId ?? 0))) {
      return refuse({ type: "no-such-seat" as const });
    }
    const invitationId = await sendInvitation(trx, {
      email,
      name,
      locale,
      role,
      panelMemberId,
      by: actor,
      at,
      editionId: subject.editionId,
      roundId: subject.roundId,
    });
    if (role === "supervisor") {
      const { editionId, roundId, of } = subject;
      const told = { title: of.title, titleEn: of.titleEn, path: "/organize/appointments", except: actor.id };
      await tellStaff(trx, "appointment-turn", { place: { editionId, roundId }, ...told });
    }
    return done({ invitationId }, { invitationId, role });
  },
});
