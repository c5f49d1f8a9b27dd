import { z } from "zod";
import { identityKinds, normalisedNumber } from "~/primitives/identity-number.ts";
import { can } from "~/rules/accounts/access.ts";
import { vault } from "~/services/vault/vault.ts";
import { findSameIdentities } from "~db/queries/applications/identities.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { command, done } from "../command.ts";

/**
 * The edition's applications whose leader has the number of an identity document, whatever its kind. Found by the blind
 * index: nothing is opened. The trail keeps that somebody looked and how many there were, never the number.
 */
export const findByIdentity = command({
  name: "find-by-identity",
  sensitive: true,
  input: z.object({ edition: z.string().max(64), number: z.string().trim().min(1).max(60) }),
  omitFromDigest: ["number"],
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "screen", { editionId: edition.id }) ? { editionId: edition.id } : null;
  },
  run: async ({ trx, input, subject: { editionId } }) => {
    const number = normalisedNumber(input.number);
    const blinds = identityKinds.map((kind) => vault().blindOf(kind, number));
    const found = await findSameIdentities(trx, editionId, blinds);
    return done({ found }, { found: found.length });
  },
});
