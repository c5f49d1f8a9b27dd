import type { LoaderFunctionArgs } from "@remix-run/node";
import { importTemplate } from "~/reads/exchange/import-template.ts";
import { editionFor } from "~/services/http/guard.ts";
import { findImportChoices } from "~db/queries/exchange/imported-applications.ts";

/** The workbook to fill in, with the edition's own heats, tracks and groups. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { edition } = await editionFor(args, args.params.edition, "move-data");
  const choices = await findImportChoices(args.context.db, edition.id);
  const workbook = await importTemplate(choices, args.context.locale);
  return new Response(new Uint8Array(workbook), {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename="import-${edition.slug}.xlsx"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
