import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { deleteView } from "~/commands/screening/delete-view.ts";
import { renameView } from "~/commands/screening/rename-view.ts";
import { saveView } from "~/commands/screening/save-view.ts";
import { refused } from "~/routes/signing-problem.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";

const known = ["view-name-taken", "too-many-views", "invalid-input"] as const;

/** Keeps the view that the address shows, renames or removes one, and leads back to it; or answers which words say why not. */
export async function actOnView({ request, context, params }: ActionFunctionArgs) {
  const sent = await request.formData();
  const url = new URL(request.url);
  const by = {
    db: context.db,
    actor: await context.actor(),
    idempotencyKey: String(sent.get("idempotencyKey") ?? "") || null,
  };
  const view = { edition: params.edition, id: Number(sent.get("view")) };
  const name = sent.get("name");
  const intent = sent.get("intent");
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
