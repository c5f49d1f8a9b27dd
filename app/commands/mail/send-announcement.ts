import { z } from "zod";
import { announcement } from "~/mail/mail/written-letter.tsx";
import { applicationStates } from "~/rules/applications/application-state.ts";
import { aboutRecipient, heatOfRecipient, localeOf } from "~/services/mail/about-recipient.ts";
import { findRecipients, insertReleasedMails, type Recipient } from "~db/queries/mail/mail-recipients.ts";
import { insertMailRelease } from "~db/queries/mail/mail-words.ts";
import { lockDecisions } from "~db/queries/screening/screening-targets.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToMail, mailWordsInput, type UnknownPlaceholders, unknownIn } from "./mail-words-input.ts";

type AnnouncementRefusal = UnknownPlaceholders | { type: "recipients-changed"; count: number };

const key = z.string().min(1).max(64).optional();

/**
 * Writes to every applicant whom the filter names, once an address, in their language where there are words in it. The count
 * is the one that the organizer saw: when it is another by now, nothing goes. Answers the release.
 */
export const sendAnnouncement = command({
  name: "send-announcement",
  input: z.object({
    edition: editionSlug,
    filter: z.object({ state: z.enum(applicationStates).optional(), round: key, track: key, group: key }),
    /** The Chinese words, for all who have no others. */
    zh: mailWordsInput,
    en: mailWordsInput.nullable(),
    count: z.number().int().positive(),
  }),
  who: editionToMail,
  run: async ({ trx, input: { filter, zh, en, count }, actor, subject: { editionId }, at }) => {
    // Two at once would both count nobody as written to
    await lockDecisions(trx, editionId);
    const unknown =
      unknownIn(zh, announcement.placeholders, "zh.") ?? (en && unknownIn(en, announcement.placeholders, "en."));
    if (unknown) return refuse<AnnouncementRefusal>(unknown);
    const recipients = await findRecipients(trx, editionId, filter);
    if (recipients.length !== count)
      return refuse<AnnouncementRefusal>({ type: "recipients-changed", count: recipients.length });
    const releaseId = await insertMailRelease(trx, {
      editionId,
      kind: "announcement",
      releasedById: actor.id,
      releasedAt: at,
    });
    const mails = recipients.map((recipient) => {
      const locale = en ? localeOf(recipient) : "zh-CN";
      const words = locale === "en" && en ? en : zh;
      const props = announcement.props.parse({ ...announcementAbout(recipient, locale), ...words });
      const { id: applicationId, email } = recipient;
      return { template: "announcement", recipient: email, locale, props, applicationId, editionId };
    });
    await insertReleasedMails(trx, releaseId, mails);
    const { state = null, round = null, track = null, group = null } = filter;
    return done({ release: releaseId, count }, { release: releaseId, count, state, round, track, group });
  },
});

function announcementAbout(recipient: Recipient, locale: "zh-CN" | "en") {
  return { ...aboutRecipient(recipient, locale), ...heatOfRecipient(recipient, locale) };
}
