import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { exportOwnData } from "~/commands/accounts/export-own-data.ts";
import { refused } from "~/forms/action.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { type ZippedFile, zipStream } from "~/primitives/zip.ts";
import { ownDataOf } from "~/reads/accounts/own-data.ts";
import { now } from "~/services/clock.ts";
import { openFileStore } from "~/services/files/open-file-store.ts";
import { signedIn } from "~/services/http/guard.ts";

/** A link to the file leads to the page where it is asked for. */
export async function loader(args: LoaderFunctionArgs) {
  await signedIn(args);
  return redirect("/account/data");
}

/** The person's own data as one JSON file or, where they attached files, as an archive of all. Nothing of it is kept. */
export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await signedIn({ request, context });
  const recorded = await exportOwnData({ db: context.db, actor }, {});
  if (!recorded.ok && recorded.error.type === "proof-needed")
    return redirect("/account/confirm?returnTo=/account/data", 303);
  if (!recorded.ok) return refused(recorded.error, request);
  const at = now();
  const { data, files } = await ownDataOf(context.db, actor.id, context.locale, at);
  const json = `${JSON.stringify(data, null, 2)}\n`;
  const name = `my-data-${dayIn(homeZone, at)}`;
  if (files.length === 0) return download(json, `${name}.json`, "application/json; charset=utf-8");
  const store = await openFileStore(context.settings);
  return download(zipStream(contents()), `${name}.zip`, "application/zip");

  async function* contents(): AsyncGenerator<ZippedFile> {
    yield { name: "data.json", bytes: new TextEncoder().encode(json), lastModified: at };
    for (const { path, storeKey, attachedAt } of files)
      yield { name: path, bytes: await store.read(storeKey), lastModified: attachedAt };
  }
}

function download(body: BodyInit, name: string, type: string): Response {
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
