import type { Bundle, Statement } from "~/rules/releases/bundle.ts";
import type { SignedStep } from "~/rules/releases/release.ts";
import { sealTrail } from "~/services/audit/audit-sealing.ts";
import type { NotedHead } from "~/services/audit/trail-keys.ts";
import { now } from "~/services/clock.ts";
import { type BundleKey, signBundle } from "~/services/vault/bundle-key.ts";
import type { Db } from "~db/client.ts";
import { findPublicationProof } from "~db/queries/audit/audit-seals.ts";
import { readConsistently } from "~db/queries/exchange/exported.ts";
import { findVersionToBundle } from "~db/queries/releases/signed-tables.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";

/** `not-kept`: a version that was published without what it comes from, and nobody knows it any more. No guard lets that happen today. */
export type BundleRefusal = { type: "unknown-round" | "not-published" | "not-kept" | "not-sealed" };

interface Asked {
  round: string;
  /** One that can be read still; left out: the one that stands. */
  version?: number;
  key: BundleKey;
  /** The last seal that was made here, for a trail that is to be sealed. */
  noted?: NotedHead | null;
}

type Made = { ok: true; bundle: Bundle } | { ok: false; error: BundleRefusal };

/**
 * A published version of the round's result as a signed bundle, made of what was kept when it was published and of nothing
 * that changes: the same bytes each time. Changes nothing of the contest, so it is no `command()`; an audit trail that has
 * not sealed the publication yet is sealed. `published`: what it is read from first, where that is another database.
 */
export async function makeBundle(db: Db, request: Asked, published = db): Promise<Made> {
  const made = await bundleOf(published, request);
  if (made.ok || made.error.type !== "not-sealed") return made;
  await sealTrail(db, now, { patienceMs: 0, key: request.key, noted: request.noted });
  return await bundleOf(db, request);
}

async function bundleOf(db: Db, { round: slug, version, key }: Asked): Promise<Made> {
  return await readConsistently(db, async (then) => {
    const round = await findRound(then, slug);
    if (!round || round.rehearsalOfId !== null) return { ok: false, error: { type: "unknown-round" } };
    const release = await findVersionToBundle(then, round.id, version);
    if (!release?.confirmedBy || !release.confirmedAt || !release.publishedBy || !release.publishedAt)
      return { ok: false, error: { type: "not-published" } };
    const { words, inputs, inputsSalt: salt, standings: result } = release;
    if (words === null || inputs === null || salt === null) return { ok: false, error: { type: "not-kept" } };
    const audit = await findPublicationProof(then, { roundId: round.id, version: release.version });
    if (!audit) return { ok: false, error: { type: "not-sealed" } };
    const hand = (step: SignedStep, name: string, at: Date) => {
      const signature = release.signatures.find((each) => each.step === step);
      const shown = { name, at: at.toISOString(), factor: signature?.factor ?? null };
      return signature ? { ...shown, since: new Date(signature.since).toISOString() } : shown;
    };
    const statement: Statement = {
      edition: { slug: words.edition, title: words.editionTitle },
      round: { slug: result.round, title: words.title },
      inputs,
      result,
      release: {
        version: release.version,
        digest: release.digest,
        salt,
        correction: release.correctionReason,
        proposed: hand("propose", release.proposedBy, release.proposedAt),
        confirmed: hand("confirm", release.confirmedBy, release.confirmedAt),
        // The database stamps the trail by its own clock, a moment after the act: the sealed entry's instant is what is proved
        published: hand("publish", release.publishedBy, new Date(audit.entry.at)),
        noticeEndsOn: release.noticeEndsOn,
      },
      audit: { ...audit, entry: { ...audit.entry, facts: audit.entry.facts as Statement["audit"]["entry"]["facts"] } },
    };
    return { ok: true, bundle: signBundle(statement, key) };
  });
}
