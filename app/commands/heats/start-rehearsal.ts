import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { type RehearsalRefusal, refusalOfRehearsal } from "~/rules/heats/rehearsal.ts";
import { findAllRehearsals, insertRehearsal } from "~db/queries/heats/rehearsals.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import { command, done, refuse } from "../command.ts";

/**
 * Begins a rehearsal of a heat that is ready to be judged: a round of its own in which the whole day can be gone through
 * with the real people and projects. The audit entry stands with the rehearsal and names the heat.
 */
export const startRehearsal = command({
  name: "start-rehearsal",
  input: z.object({ round: z.string().min(1).max(64) }),
  who: async ({ trx, input, actor }) => {
    const round = await lockRound(trx, input.round);
    if (!round || !can(actor, "rehearse", { editionId: round.editionId, roundId: round.id })) return null;
    return { editionId: round.editionId, roundId: round.id, round };
  },
  run: async ({ trx, subject }) => {
    const { round } = subject;
    const { sheets } = await findSetup(trx, round.id);
    const living = (await findAllRehearsals(trx, round.id)).some(({ wipedAt }) => wipedAt === null);
    const why = refusalOfRehearsal({ ...round, sheets, living });
    if (why) return refuse<{ type: RehearsalRefusal }>({ type: why });
    const made = await insertRehearsal(trx, round.id);
    subject.roundId = made.id;
    return done({ slug: made.slug }, { heat: round.slug, slug: made.slug });
  },
});
