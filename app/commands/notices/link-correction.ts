import { z } from "zod";
import { findLaterVersions, linkCorrected } from "~db/queries/notices/objections.ts";
import { command, done, refuse } from "../command.ts";
import type { ObjectionRefusal } from "../refusals.ts";
import { lockObjectionToHandle } from "./lock-objection.ts";

const no = refuse<ObjectionRefusal>;

/** Puts on record which corrected version an objection that was upheld has led to: a later one that is or was public. */
export const linkCorrection = command({
  name: "link-correction",
  input: z.object({ receipt: z.string().max(20), version: z.coerce.number().int().positive().max(9999) }),
  who: lockObjectionToHandle,
  run: async ({ trx, input: { version }, subject: { objection } }) => {
    const { id, receipt, state, correctedVersion } = objection;
    if (state !== "upheld" || correctedVersion !== null) return no({ type: "no-correction" });
    const later = await findLaterVersions(trx, objection);
    const corrected = later.find((each) => each.version === version);
    if (!corrected) return no({ type: "no-correction" });
    await linkCorrected(trx, id, corrected.id);
    return done({ receipt, version }, { receipt, version });
  },
});
