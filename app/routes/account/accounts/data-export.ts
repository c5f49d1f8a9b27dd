import { Readable } from "node:stream";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { makeZip } from "client-zip";
import { exportOwnData } from "~/commands/accounts/export-own-data.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { type OwnFile, ownDataOf } from "~/reads/accounts/own-data.ts";
import { refused } from "~/routes/signing-problem.ts";
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
  if (!recorded.ok) return refused(recorded.error, request);
  const at = now();
  const { data, files } = await ownDataOf(context.db, actor.id, context.locale, at);
  const json = `${JSON.stringify(data, null, 2)}\n`;
  const name = `my-data-${dayIn("Asia/Shanghai", at)}`;
  if (files.length === 0) return download(json, `${name}.json`, "application/json; charset=utf-8");
  const store = openFileStore(context.settings);
  const archive = makeZip(contents(), { buffersAreUTF8: true });
  return download(archive, `${name}.zip`, "application/zip");

  async function* contents() {
    yield { name: "data.json", input: json, lastModified: at };
    for (const file of files) yield await fileFrom(store, file);
  }
}

async function fileFrom(store: ReturnType<typeof openFileStore>, { path, storeKey, attachedAt, size }: OwnFile) {
  const input = Readable.toWeb(await store.read(storeKey)) as ReadableStream<Uint8Array>;
  return { name: path, input, lastModified: attachedAt, size };
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
