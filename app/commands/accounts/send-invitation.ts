import type { Transaction } from "kysely";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { Role } from "~/rules/accounts/access.ts";
import { enqueueMail } from "~/services/mail/mail.ts";
import { closeEarlierInvitations, findInvitation, insertInvitation } from "~db/queries/accounts/staff.ts";
import type { DB } from "~db/schema.ts";

const validDays = 14;

/**
 * Writes an invitation and its mail as part of `trx`, for a round where `roundId` is given, else for the edition; answers its
 * id. An earlier invitation of the same person to the same thing is taken back.
 */
export async function sendInvitation(
  trx: Transaction<DB>,
  invited: {
    email: string;
    name: string;
    locale: "zh-CN" | "en";
    role: Role;
    editionId: number;
    roundId: number | null;
    panelMemberId?: number;
    by: { id: string; name: string };
    at: Date;
  },
): Promise<number> {
  const { email, name, locale, role, roundId, panelMemberId, by, at } = invited;
  const place = { editionId: roundId === null ? invited.editionId : null, roundId };
  await closeEarlierInvitations(trx, { email, role, ...place }, at);
  const expiresAt = new Date(at.getTime() + validDays * 86_400_000);
  const invitationId = await insertInvitation(trx, {
    email,
    name,
    locale,
    role,
    ...place,
    panelMemberId,
    expiresAt,
    invitedById: by.id,
    invitedAt: at,
  });
  const invitation = await findInvitation(trx, invitationId);
  const where = [
    inLocale(locale, invitation?.editionTitle, invitation?.editionTitleEn),
    inLocale(locale, invitation?.roundTitle, invitation?.roundTitleEn),
  ];
  await enqueueMail(trx, {
    template: "invitation",
    recipient: email,
    locale,
    editionId: invited.editionId,
    props: {
      invitationId,
      expiresAt: expiresAt.toISOString(),
      name,
      inviterName: by.name,
      role,
      where: where.filter(Boolean).join(" · "),
      heat: invitation ? heatOf(invitation, locale) : null,
    },
  });
  return invitationId;
}

type Invitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

/** When and where the invited are awaited; nobody comes anywhere for a review. */
function heatOf({ roundKind, startsAt, timeZone, ...place }: Invitation, locale: "zh-CN" | "en") {
  if (roundKind === null || roundKind === "review") return null;
  const words = [inLocale(locale, place.city, place.cityEn), inLocale(locale, place.venue, place.venueEn)];
  return {
    startsAt: startsAt?.toISOString() ?? null,
    timeZone: timeZone ?? homeZone,
    place: words.filter(Boolean).join(" · ") || null,
  };
}
