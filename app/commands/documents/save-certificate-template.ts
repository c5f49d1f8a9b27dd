import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { certificateTemplateSchema } from "~/rules/documents/certificate.ts";
import { findCertificateTemplate, saveCertificateTemplate } from "~db/queries/documents/certificates.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

/** What the edition's certificates say. `version` is the digest of the words that the change was made to. */
export const saveTemplate = command({
  name: "save-certificate-template",
  input: z.object({ edition: editionSlug, version: z.string(), template: certificateTemplateSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { template, version }, actor, at, subject: { editionId } }) => {
    if (digestOf(await findCertificateTemplate(trx, editionId)) !== version)
      return refuse({ type: "stale-version" as const });
    await saveCertificateTemplate(trx, { ...template, editionId, editedById: actor.id, editedAt: at });
    return done({}, { template: digestOf(template) });
  },
});
