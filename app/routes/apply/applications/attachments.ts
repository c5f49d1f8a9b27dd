import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { endUpload } from "~/commands/files/finish-upload.ts";
import { removeAttachment } from "~/commands/files/remove-attachment.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { attachmentKinds } from "~/rules/files/attachment.ts";
import { ownApplication } from "./application.server.ts";
import { stepAddress } from "./use-edit-state.ts";

/** The applicant's files stand on a step of the form; how an upload without script went is said there. */
export async function loader(args: LoaderFunctionArgs) {
  const { application } = await ownApplication(args);
  const to = new URL(stepAddress(application.code, "attachments"), "http://own.invalid");
  for (const name of ["refused", "added", "removed", "kind"]) {
    const value = new URL(args.request.url).searchParams.get(name);
    if (value) to.searchParams.set(name, value);
  }
  throw redirect(to.pathname + to.search, 303);
}

/** Takes a file out, or gives an unfinished upload up. */
export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const { application } = await ownApplication(args);
  const { form, by, intent } = await readForm({ request, context });
  const id = textOf(form, "id");
  const outcome =
    intent === "cancel"
      ? await endUpload({ ...by, files: context.files }, id, "cancelled")
      : await removeAttachment(by, { id: Number(id) });
  const kind = attachmentKinds.find((each) => each === form.get("kind")) ?? "";
  const back = `${stepAddress(application.code, "attachments")}&kind=${encodeURIComponent(kind)}`;
  if (outcome.ok) return redirect(`${back}&removed=1#attachments.${kind}`, 303);
  const { error } = outcome;
  if (error.type === "not-found" || error.type === "signed-out" || error.type === "invalid-input")
    return refused(error, request);
  return redirect(`/apply/${params.code}?step=attachments&refused=${error.type}&kind=${encodeURIComponent(kind)}`, 303);
}
