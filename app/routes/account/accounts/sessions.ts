import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { revokeOtherSessions, revokeSession } from "~/commands/accounts/revoke-session.ts";
import { refused } from "~/routes/signing-problem.ts";
import { findSession } from "~/services/auth/auth.ts";
import { signedIn } from "~/services/http/guard.ts";

/** Ends the session that the form names, or all but this one. */
export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await signedIn({ request, context });
  const sent = await request.formData();
  const by = { db: context.db, actor };
  const answer =
    sent.get("intent") === "others"
      ? await revokeOtherSessions(by, { keptSessionId: (await findSession(context.auth, request))?.session.id })
      : await revokeSession(by, { sessionId: sent.get("sessionId") });
  return answer.ok ? redirect(`/account?ended=${answer.value.ended}`, 303) : refused(answer.error, request);
}

export function loader(): Response {
  return redirect("/account");
}
