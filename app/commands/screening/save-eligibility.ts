import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { attachmentKinds } from "~/rules/files/attachment.ts";
import { type AttachmentTemplates, attachmentTemplates } from "~/rules/files/attachment-template.ts";
import { eligibilityOf, eligibilitySchema } from "~/rules/screening/eligibility-rule.ts";
import { updateEdition } from "~db/queries/editions/edition-settings.ts";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

type EligibilityRefusal = { type: "stale-version" } | { type: "invalid-input"; fields: FieldError[] };

/**
 * Who may take part in the edition, which files everybody must hand in, and where the blank forms for files are. Applications that were handed in keep what the
 * rules said of them then. `version` is the digest of rules and files that the change was made to.
 */
export const saveEligibility = command({
  name: "save-eligibility",
  input: z.object({
    edition: editionSlug,
    version: z.string(),
    rules: eligibilitySchema,
    requiredAttachments: z.array(z.enum(attachmentKinds)).max(attachmentKinds.length),
    attachmentTemplates: attachmentTemplates.default({}),
  }),
  who: editionToSetUp,
  run: async ({ trx, input, subject: { edition, editionId } }) => {
    const { rules, requiredAttachments, attachmentTemplates, version } = input;
    const before = eligibilityVersion(
      eligibilityOf(edition.eligibility),
      edition.requiredAttachments,
      edition.attachmentTemplates,
    );
    if (before !== version) return refuse<EligibilityRefusal>({ type: "stale-version" });
    const { groups } = await findTracksAndGroups(trx, editionId);
    const unknown = rules.flatMap((rule, at) =>
      (rule.groups ?? []).some((key) => !groups.some((group) => group.key === key))
        ? [{ path: `rules.${at}.groups`, code: "unknown-group", message: "The edition has no such group." }]
        : [],
    );
    if (unknown.length > 0) return refuse<EligibilityRefusal>({ type: "invalid-input", fields: unknown });
    await updateEdition(trx, editionId, { eligibility: rules, requiredAttachments, attachmentTemplates });
    const saved = eligibilityVersion(rules, requiredAttachments, attachmentTemplates);
    const facts = { eligibility: saved, rules: rules.map(({ key }) => key), requiredAttachments };
    return done({ version: saved }, { ...facts, attachmentTemplates: Object.keys(attachmentTemplates) });
  },
});

/** The version of an edition's rules, required files and blank forms. */
export function eligibilityVersion(
  rules: readonly object[],
  requiredAttachments: readonly string[],
  templates: AttachmentTemplates = {},
): string {
  return digestOf({ rules, requiredAttachments: [...requiredAttachments].sort(), templates: { ...templates } });
}
