import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { editionFor, notFound } from "~/services/http/guard.ts";
import { findDuplicateMarks } from "~db/queries/screening/duplicates.ts";

/** The ids of a page's applications. */
const asked = /^\d{1,9}(,\d{1,9}){0,49}$/;

/**
 * The marks of these applications of the edition, for the list's script: to look for what fifty share takes longer than the
 * page, which does not wait for it. `?of=` ids with commas, fifty at most; without it none.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "screen");
  const of = new URL(args.request.url).searchParams.get("of") ?? "";
  if (of !== "" && !asked.test(of)) throw notFound();
  const ids = of === "" ? [] : of.split(",").map(Number);
  const marks = await findDuplicateMarks(args.context.db, edition.id, ids);
  return json(marks, { headers: { "Cache-Control": "no-store" } });
}
