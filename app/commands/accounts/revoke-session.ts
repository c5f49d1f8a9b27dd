import { z } from "zod";
import { deleteSession } from "~db/queries/accounts/sessions.ts";
import { command, done } from "../command.ts";

/** Ends one of the own sessions; one that is already gone, or somebody else's, ends nothing. */
export const revokeSession = command({
  name: "revoke-session",
  input: z.object({ sessionId: z.string().min(1).max(100) }),
  who: async () => ({}),
  run: async ({ trx, input, actor }) => {
    const ended = await deleteSession(trx, actor.id, input.sessionId);
    return done({ ended }, { ended });
  },
});
