import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { revokeOtherSessions } from "~/commands/accounts/revoke-other-sessions.ts";
import { revokeSession } from "~/commands/accounts/revoke-session.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { findSession } from "~/services/auth/auth.ts";
import { signedIn } from "~/services/http/guard.ts";

/** Ends the session that the form names, or all but this one. */
export async function action({ request, context }: ActionFunctionArgs) {
  await signedIn({ request, context });
  const { form, by, intent } = await readForm({ request, context });
  const answer =
    intent === "others"
      ? await revokeOtherSessions(by, { keptSessionId: (await findSession(context.auth, request))?.session.id })
      : await revokeSession(by, { sessionId: form.get("sessionId") });
  return answerForm(request, answer, ({ ended }) => `/account?ended=${ended}`);
}

export function loader(): Response {
  return redirect("/account");
}
