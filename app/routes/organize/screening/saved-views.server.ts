import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { deleteView } from "~/commands/screening/delete-view.ts";
import { renameView } from "~/commands/screening/rename-view.ts";
import { saveView } from "~/commands/screening/save-view.ts";
import { readForm, refused } from "~/forms/action.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";

const known = ["view-name-taken", "too-many-views", "invalid-input"] as const;

/** Keeps the view that the address shows, renames or removes one, and leads back to it; or answers which words say why not. */
export async function actOnView({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const url = new URL(request.url);
  const view = { edition: params.edition, id: Number(form.get("view")) };
  const name = form.get("name");
  const done =
    intent === "delete-view"
      ? await deleteView(by, view)
      : intent === "rename-view"
        ? await renameView(by, { ...view, name })
        : await saveView(by, { edition: params.edition, name, query: queryOf(filterOf(url.searchParams)) });
  if (done.ok) return redirect(url.pathname + url.search, 303);
  const { init } = refused(done.error, request);
  return data({ refused: known.find((type) => type === done.error.type) ?? "other" } as const, init ?? undefined);
}
