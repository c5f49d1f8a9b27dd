import type { Transaction } from "kysely";
import { z } from "zod";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { tableToPublish } from "~/reads/releases/table-to-publish.ts";
import { isNoticeOpen, type NoticeDoubt, noticeDoubts } from "~/rules/notices/notice.ts";
import { enqueueResultWebhooks } from "~/services/exchange/webhooks.ts";
import { tellResults } from "~/services/mail/news.ts";
import { findNoticeSettings } from "~db/queries/editions/edition-settings.ts";
import { isInDraftEdition, markPublished } from "~db/queries/releases/releases.ts";
import type { DB } from "~db/schema.ts";
import { withAttemptLimit } from "../accounts/attempt-limit.ts";
import { proveFactor } from "../accounts/prove-factor.ts";
import { command, done, refuse } from "../command.ts";
import {
  insertSignatureOf,
  type ReleaseRefusal,
  roundForStep,
  signedVersion,
  startReleaseStep,
} from "./release-step.ts";
import { voidingChanged } from "./void-changed.ts";

const no = refuse<ReleaseRefusal>;

/**
 * Makes confirmed results public on every channel at once, with the last day of the public notice where there is one; a
 * version that they correct is replaced in that moment. What they are shown with and come from is kept with them, and the contestants' mails are written. The person signs what they saw, with a second factor.
 */
export const publishRelease = voidingChanged(
  withAttemptLimit(
    "publish-release",
    command({
      name: "publish-release",
      changesPublicPages: true,
      input: signedVersion.extend({
        noticeEndsOn: z.iso.date().nullish(),
        noticeReason: z.string().trim().max(500).default(""),
      }),
      omitFromDigest: ["code"],
      who: (request) => roundForStep("publish", request),
      run: async (context) => {
        const { trx, input, actor, subject, at } = context;
        const taken = await startReleaseStep("publish", context, input.version);
        if (!taken.ok) return taken;
        const { id, version, digest } = taken.release;
        if (digest !== input.digest) return no({ type: "digest-differs" });
        const table = await tableToPublish(trx, subject.roundId);
        if (table?.digest !== digest) return no({ type: "standings-changed" });
        if (await isInDraftEdition(trx, subject.roundId)) return no({ type: "edition-draft" });
        const noticeEndsOn = input.noticeEndsOn ?? null;
        if (noticeEndsOn !== null && !isNoticeOpen(noticeEndsOn, at)) return no(noticeOver);
        const doubts = await doubtsOf(trx, subject.editionId, { at, endsOn: noticeEndsOn });
        if (doubts.length > 0 && input.noticeReason === "") return no(reasonLacks(doubts));
        const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
        if (!proof.ok) return no(proof.error);
        await insertSignatureOf(trx, "publish", { releaseId: id, digest, by: actor, at, factor: proof.kind });
        await markPublished(trx, id, {
          byId: actor.id,
          at,
          noticeEndsOn,
          noticeReason: doubts.length > 0 ? input.noticeReason : null,
          frozen: table.frozen,
        });
        const event = taken.published ? "results.corrected" : "results.published";
        await tellResults(trx, { roundId: subject.roundId, releaseId: id });
        await enqueueResultWebhooks(trx, { releaseId: id, event, at });
        const facts = { version, digest, noticeEndsOn, factor: proof.kind };
        return done({ version, digest }, doubts.length > 0 ? { ...facts, noticeDoubts: doubts } : facts);
      },
    }),
  ),
);

const noticeOver: ReleaseRefusal = {
  type: "invalid-input",
  fields: [{ path: "noticeEndsOn", code: "notice-over", message: "the notice would end before it begins" }],
};

/** What speaks against a notice that begins now and ends on that day, or (null) against none, by the edition's settings. */
async function doubtsOf(
  trx: Transaction<DB>,
  editionId: number,
  { at, endsOn }: { at: Date; endsOn: string | null },
): Promise<NoticeDoubt[]> {
  return noticeDoubts({ from: dayIn(homeZone, at), to: endsOn }, await findNoticeSettings(trx, editionId));
}

function reasonLacks(doubts: readonly NoticeDoubt[]): ReleaseRefusal {
  const message = "such a notice needs a reason";
  const fields = doubts.map((doubt) => ({ path: "noticeReason", code: `notice-${doubt}`, message }));
  return { type: "invalid-input", fields };
}
