import { z } from "zod";
import { tableToSign } from "~/reads/releases/table-of.ts";
import { refusalOfStep } from "~/rules/releases/release.ts";
import { isOfTable } from "~/rules/releases/signed-table.ts";
import { tellStaff } from "~/services/mail/staff-turns.ts";
import { insertRelease, markEnded } from "~db/queries/releases/releases.ts";
import { countWaitingInputs } from "~db/queries/scoring/judged-inputs.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import {
  digestSeen,
  insertSignatureOf,
  lockRelease,
  mayTakeHand,
  type ReleaseRefusal,
  roundForStep,
  statedReason,
  turnOf,
} from "./release-step.ts";
import { standingsChangedReason } from "./void-changed.ts";

const no = refuse<ReleaseRefusal>;

/**
 * Freezes the table of a closed round, as the person saw it, and lays it before a second person, as the round's next
 * version. While a version is public it is that one's correction and says why, for everybody to read. A proposal whose
 * table has changed since is void, and this one takes its place.
 */
export const proposeRelease = command({
  name: "propose-release",
  input: z.object({
    round: z.string(),
    digest: digestSeen,
    reason: z.preprocess((given) => given || undefined, statedReason.optional()),
  }),
  who: (request) => roundForStep("propose", request),
  run: async (context) => {
    const { trx, actor, subject, input, at } = context;
    const held = await lockRelease(context);
    if (!held) return no({ type: "not-found" });
    const { round, open, published, together } = held;
    const table = await tableToSign(trx, subject.roundId);
    const outdated = open && open.digest !== table?.digest ? open : null;
    const facts = { state: round.state, open: outdated ? null : open, published: published !== null, together };
    const refusal = refusalOfStep("propose", facts, actor, subject);
    if (refusal) return no({ type: refusal === "no-right" ? "not-found" : refusal });
    if (!(await mayTakeHand("propose", context))) return no({ type: "role-too-young" });
    if (!table?.standings.standings.some((each) => each.rank !== null)) return no({ type: "nothing-to-release" });
    if ((await countWaitingInputs(trx, subject.roundId)) > 0) return no({ type: "inputs-waiting" });
    if (table.digest !== input.digest) return no({ type: "digest-differs" });
    if (published && isOfTable(published, table)) return no({ type: "nothing-to-correct" });
    if (published && !input.reason) return no(noReason);
    if (outdated)
      await markEnded(trx, outdated.id, {
        byId: actor.id,
        at,
        state: "voided",
        reason: standingsChangedReason,
        byChange: true,
      });
    const correction = {
      correctsId: published?.id ?? null,
      correctionReason: published ? (input.reason ?? null) : null,
    };
    const by = { roundId: subject.roundId, proposedById: actor.id, proposedAt: at };
    const { id, version } = await insertRelease(trx, { ...table, ...by, ...correction });
    const { digest } = table;
    await tellStaff(trx, "confirm-turn", { ...turnOf(subject), except: actor.id });
    await insertSignatureOf(trx, "propose", { releaseId: id, digest, by: actor, at, factor: null });
    const record = { version, digest, corrects: published?.version ?? null, voided: outdated?.version ?? null };
    return done({ version, digest }, record);
  },
});

const noReason: ReleaseRefusal = {
  type: "invalid-input",
  fields: [{ path: "reason", code: "reason", message: "a correction says why" } satisfies FieldError],
};
