import { z } from "zod";
import { deleteOtherSessions } from "~db/queries/accounts/sessions.ts";
import { command, done } from "../command.ts";

/** Ends all own sessions but one, the one in use. */
export const revokeOtherSessions = command({
  name: "revoke-other-sessions",
  input: z.object({ keptSessionId: z.string().min(1).max(100) }),
  who: async () => ({}),
  run: async ({ trx, input, actor }) => {
    const ended = await deleteOtherSessions(trx, actor.id, input.keptSessionId);
    return done({ ended }, { ended });
  },
});
