import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { isDecided, objectionOutcomes } from "~/rules/notices/objection.ts";
import { enqueueMail } from "~/services/mail/mail.ts";
import { openObjector } from "~/services/vault/objector.ts";
import { findWholeObjection, recordDecision } from "~db/queries/notices/objections.ts";
import { command, done, refuse } from "../command.ts";
import type { ObjectionRefusal } from "../refusals.ts";
import { lockObjectionToHandle } from "./lock-objection.ts";

const no = refuse<ObjectionRefusal>;

/**
 * Decides on an objection, once, with the reason that its objector reads on their private page. Only the one whom it was
 * given to decides. The words stay with the objection and go with its personal data; the trail holds their digest.
 */
export const decideObjection = command({
  name: "decide-objection",
  input: z.object({
    receipt: z.string().max(20),
    outcome: z.enum(objectionOutcomes),
    reason: z.string().trim().min(4).max(4000),
  }),
  omitFromDigest: ["reason"],
  who: lockObjectionToHandle,
  run: async ({ trx, input: { outcome, reason }, actor, subject: { objection }, at }) => {
    if (isDecided(objection.state)) return no({ type: "objection-decided" });
    if (objection.handlerId !== actor.id) return no({ type: "objection-not-yours" });
    const { id, receipt } = objection;
    // After the retention day the words of nobody are kept any more
    const storedReason = objection.erasedAt === null ? reason : "—";
    await recordDecision(trx, id, { outcome, reason: storedReason, byId: actor.id, at });
    const whole = await findWholeObjection(trx, receipt);
    if (whole && openObjector(whole)?.email) {
      const { locale, roundTitle, roundTitleEn } = whole;
      const round = inLocale(locale, roundTitle, roundTitleEn);
      await enqueueMail(trx, {
        template: "objection-decided",
        objectionId: id,
        locale,
        props: { receipt, round, outcome },
      });
    }
    return done({ receipt, outcome }, { receipt, outcome, reasonDigest: digestOf(reason) });
  },
});
