import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { readFields, textOf } from "~/forms/fields.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { localPath, notFound } from "~/services/http/guard.ts";
import { findDemoPeople } from "~db/queries/accounts/users.ts";
import { addressAfterSignIn, clientOf } from "./code-form.tsx";

/** Enters as one of the demo's people. Outside of the demo, and for anyone else, there is nothing here. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  if (!context.settings.demo) throw notFound();
  const form = await readFields(request);
  const people = await findDemoPeople(context.db);
  const person = people.find(({ id }) => id === textOf(form, "userId"));
  if (!person) throw notFound();
  const headers = await signInAs(context.auth, person.id, clientOf(request, context), "demo");
  return redirect(addressAfterSignIn(localPath(textOf(form, "returnTo"))), { status: 303, headers });
}

export function loader(): Response {
  throw notFound();
}
