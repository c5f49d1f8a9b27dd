import { confirmRelease } from "~/commands/releases/confirm-release.ts";
import { proposeRelease } from "~/commands/releases/propose-release.ts";
import { publishRelease } from "~/commands/releases/publish-release.ts";
import { tableToSign } from "~/reads/releases/table-to-sign.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { Db } from "../../client.ts";
import { freshCode } from "./second-factors.ts";

/** A closed round with the three who release it; and the instant at which each acts. */
interface Releasing {
  round: { id: number; slug: string };
  scorer: Actor;
  supervisor: Actor;
  organizer: Actor;
}

interface Given {
  /** Of a correction. */
  reason?: string;
  noticeEndsOn?: string;
  /** When the scorer, the supervisor and the organizer act. */
  at?: { propose?: Date; confirm?: Date; publish?: Date };
}

/** What the three sign. */
export interface Signed {
  round: string;
  version: number;
  digest: string;
}

/** Takes the round's release as far as named, by its own three people, each with a second factor of their own. */
export async function releaseRound(
  db: Db,
  heat: Releasing,
  to: "proposed" | "confirmed" | "published",
  given: Given = {},
): Promise<Signed> {
  const { id, slug: round } = heat.round;
  const at = { propose: new Date(), confirm: new Date(), publish: new Date(), ...given.at };
  const digest = (await tableToSign(db, id))?.digest ?? "";
  const proposed = sure(
    await proposeRelease({ db, actor: heat.scorer, at: at.propose }, { round, digest, reason: given.reason }),
  );
  const signed = { round, ...proposed };
  if (to === "proposed") return signed;
  await confirmed(db, heat, signed, at.confirm);
  if (to === "confirmed") return signed;
  await published(db, heat, signed, { at: at.publish, noticeEndsOn: given.noticeEndsOn });
  return signed;
}

async function confirmed(db: Db, { supervisor }: Releasing, signed: Signed, at: Date): Promise<void> {
  const code = await freshCode(db, supervisor, at);
  sure(await confirmRelease({ db, actor: supervisor, at }, { ...signed, code }));
}

async function published(
  db: Db,
  { organizer }: Releasing,
  signed: Signed,
  { at, noticeEndsOn }: { at: Date; noticeEndsOn?: string },
): Promise<void> {
  const code = await freshCode(db, organizer, at);
  sure(await publishRelease({ db, actor: organizer, at }, { ...signed, code, noticeEndsOn }));
}

function sure<V>(answer: { ok: true; value: V } | { ok: false; error: { type: string } }): V {
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.value;
}
