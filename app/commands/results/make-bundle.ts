import { type Bundle, bundleInputs, type Statement } from "~/rules/bundle.ts";
import { type SignedStep, signedTable } from "~/rules/release.ts";
import { sealTrail } from "~/services/audit-sealing.ts";
import { type BundleKey, signBundle } from "~/services/bundle-key.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { findPublicationProof } from "~db/queries/audit-seals.ts";
import { findBundledInputs } from "~db/queries/bundled-rounds.ts";
import { readConsistently } from "~db/queries/exported-rounds.ts";
import { findAllReleases, findRelease } from "~db/queries/releases.ts";
import { findRound } from "~db/queries/rounds.ts";
import { findStandings } from "~db/queries/standings.ts";

export type BundleRefusal = { type: "unknown-round" | "not-published" | "not-sealed" | "table-differs" };

interface Asked {
  round: string;
  key: BundleKey;
}

type Made = { ok: true; bundle: Bundle } | { ok: false; error: BundleRefusal };

/**
 * The round's published result as a signed bundle, made of one unmoving picture of the database: the same bytes each time.
 * Changes nothing of the contest, so it is no `command()`; an audit trail that has not sealed the publication yet is sealed. Refused where what was signed no longer follows from the sheets: such a
 * bundle would prove nothing.
 */
export async function makeBundle(db: Db, asked: Asked): Promise<Made> {
  const made = await bundleOf(db, asked);
  if (made.ok || made.error.type !== "not-sealed") return made;
  await sealTrail(db, now, { patienceMs: 0 });
  return await bundleOf(db, asked);
}

async function bundleOf(db: Db, { round: slug, key }: Asked): Promise<Made> {
  return await readConsistently(db, async (then) => {
    const round = await findRound(then, slug);
    if (!round || round.rehearsalOfId !== null) return { ok: false, error: { type: "unknown-round" } };
    const live = (await findAllReleases(then, round.id)).find(({ state }) => state === "published");
    const release = live && (await findRelease(then, round.id, live.version));
    if (!release?.confirmedBy || !release.confirmedAt || !release.publishedBy || !release.publishedAt)
      return { ok: false, error: { type: "not-published" } };
    const [computed] = await findStandings(then, [round.id]);
    const { judges, ...judged } = await findBundledInputs(then, round.id);
    const salt = round.tableSalt;
    if (!computed || signedTable(computed, { salt, sheets: judged.sheets }).digest !== release.digest)
      return { ok: false, error: { type: "table-differs" } };
    const audit = await findPublicationProof(then, { roundId: round.id, version: release.version });
    if (!audit) return { ok: false, error: { type: "not-sealed" } };
    const names = round.bundleNamesJudges ? Object.fromEntries(judges.map(({ key, name }) => [key, name])) : null;
    const hand = (step: SignedStep, name: string, at: Date) => ({
      name,
      at: at.toISOString(),
      factor: release.signatures.find((each) => each.step === step)?.factor ?? null,
    });
    const statement: Statement = {
      edition: { slug: round.editionSlug, title: round.editionTitle },
      round: { slug: round.slug, title: round.title },
      inputs: bundleInputs({ ...judged, judges, rule: computed.rule }, names),
      result: release.standings,
      release: {
        version: release.version,
        digest: release.digest,
        salt,
        correction: release.correctionReason,
        proposed: hand("propose", release.proposedBy, release.proposedAt),
        confirmed: hand("confirm", release.confirmedBy, release.confirmedAt),
        published: hand("publish", release.publishedBy, release.publishedAt),
        noticeEndsOn: release.noticeEndsOn,
      },
      audit: { ...audit, entry: { ...audit.entry, facts: audit.entry.facts as Statement["audit"]["entry"]["facts"] } },
    };
    return { ok: true, bundle: signBundle(statement, key) };
  });
}
