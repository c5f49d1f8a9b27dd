import { randomInt } from "node:crypto";
import { z } from "zod";
import { isOnNotice } from "~/reads/notices/notice-end.ts";
import { can } from "~/rules/accounts/access.ts";
import { rankedPrizes } from "~/rules/awards/prizes.ts";
import { wonBy } from "~/rules/documents/certificate.ts";
import { serialOf } from "~/rules/documents/certificate-serial.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { findGrantedOf } from "~db/queries/awards/awards.ts";
import { insertCertificates } from "~db/queries/documents/certificates.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findPublishedTable } from "~db/queries/releases/signed-tables.ts";
import { findRound, lockRound } from "~db/queries/rounds/rounds.ts";
import { command, done, refuse } from "../command.ts";

const no = refuse<{ type: "nothing-published" | "no-prizes" | "certificates-during-notice" }>;

/**
 * Makes a certificate for every entry of a published result that won one of the edition's prizes, by the award that was
 * granted or, before that, by its rank, and has none yet. Answers how many. While the notice is open it asks whether that is meant. After a correction the new version gets certificates of its own; those before it say so.
 */
export const issueCertificates = command({
  name: "issue-certificates",
  input: z.object({
    round: z.string().min(1).max(64),
    /** That whoever asks knows of the open notice, whose objections may change the ranks. */
    duringNotice: z.boolean().default(false),
  }),
  who: async ({ trx, input, actor }) => {
    const round = await findRound(trx, input.round);
    if (!round || !can(actor, "publish-release", { editionId: round.editionId, roundId: round.id })) return null;
    return { editionId: round.editionId, roundId: round.id };
  },
  run: async ({ trx, input, actor, at }) => {
    const round = await lockRound(trx, input.round);
    const table = round && (await findPublishedTable(trx, round.id));
    if (!round || !table || round.rehearsalOfId !== null) return no({ type: "nothing-published" });
    const onNotice = isOnNotice(table, at);
    if (onNotice && !input.duringNotice) return no({ type: "certificates-during-notice" });
    const edition = await findEdition(trx, round.editionSlug);
    const prizes = rankedPrizes(readStoredPage(edition?.page ?? {}).prizes, round.kind === "final" ? "final" : "heat");
    const granted = await findGrantedOf(trx, round.id);
    const won = wonBy(table.standings, prizes, granted);
    if (won.length === 0) return no({ type: "no-prizes" });
    const issued = await insertCertificates(
      trx,
      { releaseId: table.id, grantId: granted.grantId, roundId: round.id, issuedById: actor.id, issuedAt: at },
      won.map(({ standing, title, titleEn }) => ({
        entry: standing.entry,
        serial: serialOf(randomInt),
        award: title,
        awardEn: titleEn,
      })),
    );
    const facts = { version: table.version, issued };
    return done({ issued }, onNotice ? { ...facts, duringNotice: true } : facts);
  },
});
