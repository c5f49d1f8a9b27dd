import { z } from "zod";
import { heatInvitation } from "~/mail/heats/heat-invitation.tsx";
import { aboutRecipient, heatOfRecipient, localeOf } from "~/services/mail/about-recipient.ts";
import { findHeatRecipients, insertReleasedMails } from "~db/queries/mail/mail-recipients.ts";
import { insertMailRelease } from "~db/queries/mail/mail-words.ts";
import { lockDecisions } from "~db/queries/screening/screening-targets.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToMail } from "./mail-words-input.ts";

/**
 * Invites to a heat everybody who was told that they are in it: those who have no invitation yet or, where time or place has
 * changed, all of them again (their calendars take the newer one). The count is the one that the organizer saw. Answers the
 * release.
 */
export const inviteToHeat = command({
  name: "invite-to-heat",
  input: z.object({
    edition: editionSlug,
    round: z.string().min(1).max(64),
    again: z.boolean(),
    count: z.number().int().positive(),
  }),
  who: editionToMail,
  run: async ({ trx, input: { round, again, count }, actor, subject: { editionId }, at }) => {
    // Two at once would both count nobody as written to
    await lockDecisions(trx, editionId);
    const all = await findHeatRecipients(trx, editionId, round);
    const recipients = again ? all : all.filter(({ invited }) => invited === 0);
    if (recipients.length !== count) return refuse({ type: "recipients-changed" as const, count: recipients.length });
    const releaseId = await insertMailRelease(trx, {
      editionId,
      kind: "heat-invitation",
      releasedById: actor.id,
      releasedAt: at,
    });
    const mails = recipients.map((recipient) => {
      const locale = localeOf(recipient);
      const props = heatInvitation.props.parse({
        ...aboutRecipient(recipient, locale),
        ...heatOfRecipient(recipient, locale),
        round,
        sequence: recipient.invited,
        issuedAt: at.toISOString(),
      });
      const { id: applicationId, email } = recipient;
      return { template: "heat-invitation", recipient: email, locale, props, applicationId, editionId };
    });
    await insertReleasedMails(trx, releaseId, mails);
    return done({ release: releaseId, count }, { release: releaseId, round, again, count });
  },
});
