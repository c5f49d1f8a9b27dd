import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * A better-auth endpoint without a path: it opens a session for any person and can be called from our own code only.
 * For demo identities, accepted invitations and tests; whoever calls it has checked who asks.
 */
export function signInAsPlugin() {
  return {
    id: "sign-in-as",
    endpoints: {
      signInAs: createAuthEndpoint.serverOnly(
        { method: "POST", body: z.object({ userId: z.string() }) },
        async (context) => {
          const user = await context.context.internalAdapter.findUserById(context.body.userId);
          if (!user) throw new Error("signInAs: there is no such user");
          const session = await context.context.internalAdapter.createSession(user.id);
          await setSessionCookie(context, { session, user });
          return { sessionId: session.id };
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
