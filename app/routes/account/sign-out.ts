import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signOut } from "~/services/sign-in.ts";

/** Ends this session, here and in the database. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  return redirect("/", { status: 303, headers: await signOut(context.auth, request) });
}

export function loader(): Response {
  return redirect("/");
}
