import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { editionPageSchema, readStoredPage } from "~/rules/editions/edition-page.ts";
import { updateEdition } from "~db/queries/editions/edition-settings.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "./edition-to-set-up.ts";

/** What the public page says besides dates and heats. `version` is the digest of the page that the change was made to. */
export const saveEditionPage = command({
  name: "save-edition-page",
  changesPublicPages: true,
  input: z.object({ edition: editionSlug, version: z.string(), page: editionPageSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { page, version }, subject: { edition } }) => {
    if (digestOf(readStoredPage(edition.page)) !== version) return refuse({ type: "stale-version" as const });
    await updateEdition(trx, edition.id, { page });
    return done({ version: digestOf(page) }, { page: digestOf(page) });
  },
});
