import { z } from "zod";
import { deleteOtherSessions, deleteSession } from "~db/queries/accounts/sessions.ts";
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
