import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { leaveTablet } from "~/commands/scoring/leave-tablet.ts";
import { signOut } from "~/services/auth/sign-in.ts";
import { noTabletCookie } from "~/services/auth/tablet.ts";

/** Ends this session, here and in the database; on a paired tablet the tablet's. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const actor = await context.actor();
  if (actor?.tabletId !== undefined) await leaveTablet({ db: context.db, actor }, {});
  const headers = await signOut(context.auth, request);
  headers.append("Set-Cookie", noTabletCookie(context.auth));
  return redirect("/", { status: 303, headers });
}

export function loader(): Response {
  return redirect("/");
}
