import { rolesWith } from "~/rules/accounts/access.ts";
import type { Db } from "~db/client.ts";
import { findTrailOverseers } from "~db/queries/accounts/staff.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findLastSeal, hasTrailGrown } from "~db/queries/audit/audit-seals.ts";
import { insertTrailDeliveries } from "~db/queries/exchange/webhooks.ts";
import { sendDeliveries } from "../exchange/webhooks.ts";
import { enqueueMail } from "../mail/mail.ts";

/**
 * Sends the digest with which the trail ends out of the house: to every supervisor of an edition under way and to the address
 * of the settings by mail, and to the webhooks of editions under way. With a sound trail only when something was done since the last time, with a broken one in any case. Answers
 * to how many; that it was sent is an entry itself.
 */
export async function sendTrailHead(
  db: Db,
  { at, sound, address }: { at: Date; sound: boolean; address?: string },
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const seal = await findLastSeal(trx);
    if (sound && !(seal && (await hasTrailGrown(trx)))) return 0;
    const staff = await findTrailOverseers(trx, rolesWith("confirm-release"));
    const outside = staff.some(({ email }) => email === address) || !address ? [] : [{ email: address, locale: null }];
    const recipients = [...staff, ...outside];
    // A broken trail may have lost all of them
    const { number, digest } = seal ?? { number: 0, digest: null };
    const sealedAt = seal && `${seal.sealedAt.slice(0, 23)}Z`;
    const deliveries = await insertTrailDeliveries(trx, { seal: number, digest, sealedAt, sound, at });
    if (recipients.length + deliveries.length === 0) return 0;
    await sendDeliveries(trx, deliveries);
    const props = { number, digest, sealedAt };
    for (const { email, locale } of recipients)
      await enqueueMail(trx, {
        template: sound ? "trail-head" : "trail-broken",
        recipient: email,
        locale: locale === "en" ? "en" : "zh-CN",
        props,
      });
    const facts = { seal: number, digest, recipients: recipients.length, webhooks: deliveries.length, ok: sound };
    await appendAudit(trx, { at, command: "send-trail-head", actorId: null, facts });
    return recipients.length + deliveries.length;
  });
}
