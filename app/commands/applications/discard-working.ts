import { z } from "zod";
import { textsOf, writeWorking } from "~db/queries/applications/writing.ts";
import { command, done, refuse } from "../command.ts";
import { ownApplication, staleTexts, writingRefusal } from "./own-application.ts";

/**
 * Drops what the applicant has written since they handed in: what was handed in stands in the form again. A draft has
 * nothing else to show and is withdrawn instead. Answers the version.
 */
export const discardWorking = command({
  name: "discard-working",
  input: z.object({ code: z.string().max(20), version: z.number().int() }),
  who: async ({ trx, input, actor }) => await ownApplication(trx, input.code, actor),
  run: async ({ trx, input, subject: { application }, at }) => {
    const refusal = writingRefusal(application, at);
    if (refusal) return refuse(refusal);
    const { version } = textsOf(application);
    if (!application.working) return done({ version }, { unchanged: true });
    if (input.version !== version) return refuse(staleTexts(application));
    const after = await writeWorking(trx, application.id, null);
    return done({ version: after }, { version: after });
  },
});
