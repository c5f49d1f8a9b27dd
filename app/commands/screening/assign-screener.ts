import { z } from "zod";
import { can, rolesWith } from "~/rules/accounts/access.ts";
import { lockApplication } from "~db/queries/applications/applications.ts";
import { isScreener, setScreener } from "~db/queries/screening/screeners.ts";
import { command, done, refuse } from "../command.ts";

/** Gives a submitted application to a screener of its edition, or (null) takes it out of anyone's hands. */
export const assignScreener = command({
  name: "assign-screener",
  input: z.object({ code: z.string().max(20), screenerId: z.string().max(64).nullable() }),
  who: async ({ trx, input, actor }) => {
    const application = await lockApplication(trx, input.code);
    if (
      !application?.submittedAt ||
      application.erasedAt ||
      !can(actor, "screen", { editionId: application.editionId })
    )
      return null;
    return { editionId: application.editionId, applicationId: application.id };
  },
  run: async ({ trx, input: { code, screenerId }, subject: { editionId, applicationId } }) => {
    const roles = rolesWith("screen");
    if (screenerId !== null && !(await isScreener(trx, { editionId, userId: screenerId, roles })))
      return refuse<{ type: "no-such-screener" }>({ type: "no-such-screener" });
    await setScreener(trx, applicationId, screenerId);
    return done({ screenerId }, { code, screener: screenerId });
  },
});
