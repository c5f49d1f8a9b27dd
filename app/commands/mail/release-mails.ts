import { z } from "zod";
import { insertMailRelease } from "~db/queries/mail/mail-words.ts";
import { pendingKinds, releasePending } from "~db/queries/mail/outbox.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToMail } from "./mail-words-input.ts";

const mailId = z.string().regex(/^\d{1,18}$/);

/**
 * Lets the mails go that wait in an edition's outbox: all, those of one kind and round, or some. The mails are queued and
 * the decisions among them count for the applicants in one transaction. Only those up to the newest that the organizer saw go; one that
 * was changed or taken back meanwhile does not. Answers the release and how many went.
 */
export const releaseMails = command({
  name: "release-mails",
  input: z.object({
    edition: editionSlug,
    chosen: z.discriminatedUnion("type", [
      z.object({ type: z.literal("all") }),
      z.object({ type: z.literal("group"), tells: z.enum(pendingKinds), round: z.string().max(64).nullable() }),
      z.object({ type: z.literal("mails"), ids: z.array(mailId).min(1).max(5000) }),
    ]),
    /** The id of the newest mail that was on the page. */
    upTo: mailId,
  }),
  who: editionToMail,
  run: async ({ trx, input: { chosen, upTo }, actor, subject: { editionId }, at }) => {
    const releaseId = await insertMailRelease(trx, {
      editionId,
      kind: "decisions",
      releasedById: actor.id,
      releasedAt: at,
    });
    const released = await releasePending(trx, { editionId, releaseId, chosen, upTo, at });
    if (released.length === 0) return refuse({ type: "nothing-pending" as const });
    return done({ release: releaseId, count: released.length }, { release: releaseId, count: released.length });
  },
});
