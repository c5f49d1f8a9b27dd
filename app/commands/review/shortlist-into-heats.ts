import type { Transaction } from "kysely";
import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { planShortlist, type ShortlistCandidate, type ShortlistHeat } from "~/rules/review/shortlist.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { decideAll, enterAll, findShortlistTask, lockToDecide } from "~db/queries/review/shortlists.ts";
import { findRound, lockRound } from "~db/queries/rounds/rounds.ts";
import { findAllTargets, lockDecisions, lockRounds, type Target } from "~db/queries/screening/screening-targets.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug } from "../rounds/round-to-set-up.ts";
import { writeDecisionMail } from "../screening/decision-mail.ts";

/** What an organizer chooses of a cut, as the preview and the command take it. */
const shortlistChoice = z.object({
  into: z.string().max(64).nullable(),
  places: z.record(z.string().max(64), z.number().int().min(0).max(5000)),
  byGroup: z.boolean(),
  ties: z.enum(["all", "none"]),
  others: z.enum(["waiting", "ineligible"]),
});

type ShortlistRefusal =
  /** The review is not closed, or nothing of it is left to cut. */
  { type: "round-not-open" } | { type: "stale-preview" } | { type: "heat-full"; capacity: number | null };

/** The heats of a task as the rule of the cut knows them. */
export function shortlistHeats(targets: readonly Target[]): ShortlistHeat[] {
  return targets.map(({ slug, title, titleEn, capacity, entries }) => {
    return { slug, title, titleEn, free: capacity === null ? null : Math.max(0, capacity - entries) };
  });
}

/**
 * Draws the line under a closed review: the first go on into their heats, the others onto its waiting list or out, all of
 * them or none. Nothing of it is told before its mails are released; the review itself need not be published. Refused
 * when the preview of that digest is no longer what would happen.
 */
export const shortlistIntoHeats = command({
  name: "cut-into-heats",
  input: z.object({
    round: roundSlug,
    choice: shortlistChoice,
    /** Why the others do not go on, in their mail, where they are turned down. */
    reason: z.string().trim().min(1).max(1000),
    digest: z.string().length(64),
  }),
  who: async ({ trx, input, actor }) => {
    const found = await findRound(trx, input.round);
    if (found?.kind !== "preliminary" || !can(actor, "set-up", { editionId: found.editionId })) return null;
    // Decisions lock the edition before its rounds; so does this
    await lockDecisions(trx, found.editionId);
    const round = await lockRound(trx, input.round);
    return round ? { editionId: round.editionId, roundId: round.id, round } : null;
  },
  run: async ({ trx, input, actor, subject: { editionId, round }, at }) => {
    if (round.state !== "closed") return refuse<ShortlistRefusal>({ type: "round-not-open" });
    await lockRounds(trx, await heatIds(trx, editionId));
    const { candidates, targets, separate } = await findShortlistTask(trx, round);
    if (candidates.length === 0) return refuse<ShortlistRefusal>({ type: "round-not-open" });
    const choice = { ...input.choice, byGroup: input.choice.byGroup || separate };
    const plan = planShortlist(candidates, shortlistHeats(targets), choice);
    if (plan.digest !== input.digest) return refuse<ShortlistRefusal>({ type: "stale-preview" });
    const [overfull] = plan.overfull;
    if (overfull) {
      const capacity = targets.find(({ slug }) => slug === overfull.heat)?.capacity ?? null;
      return refuse<ShortlistRefusal>({ type: "heat-full", capacity });
    }
    const reason = choice.others === "ineligible" ? input.reason : null;
    let qualified = 0;
    let others = 0;
    for (const target of targets) {
      const lines = plan.lines.filter(({ heat }) => heat === target.slug);
      const going = lines.flatMap((line) => line.in);
      const staying = lines.flatMap((line) => line.out);
      if (going.length + staying.length === 0) continue;
      await decide(trx, { going, staying, target, reason, decidedById: actor.id, at });
      const facts = { review: round.slug, qualified: going.length, others: staying.length, as: choice.others };
      const entry = { at, command: "cut-into-heats", actorId: actor.id, editionId, roundId: target.id };
      await appendAudit(trx, { ...entry, facts: { ...facts, cut: plan.digest } });
      qualified += going.length;
      others += staying.length;
    }
    const counts = { qualified, others, unplaced: plan.unplaced.length };
    return done(counts, { ...counts, as: choice.others, ties: choice.ties, byGroup: choice.byGroup, cut: plan.digest });
  },
});

async function heatIds(trx: Transaction<DB>, editionId: number): Promise<number[]> {
  return (await findAllTargets(trx, editionId)).filter(({ kind }) => kind === "heat").map(({ id }) => id);
}

interface Decided {
  going: ShortlistCandidate[];
  staying: ShortlistCandidate[];
  target: Target;
  /** Null: the others wait. */
  reason: string | null;
  decidedById: string;
  at: Date;
}

/** Makes the line of one heat true: entries, states, records, and the mails that wait for their release. */
async function decide(trx: Transaction<DB>, { going, staying, target, reason, decidedById, at }: Decided) {
  const [on, off] = [going, staying].map((list) => list.map(({ id }) => id));
  const goingOn = { state: "qualified", decision: "qualify", roundId: target.id, reason: null } as const;
  const turnedDown = { state: "ineligible", decision: "ineligible", roundId: null, reason } as const;
  const waiting = { state: "waiting", decision: "wait", roundId: target.id, reason: null } as const;
  const left = reason === null ? waiting : turnedDown;
  const applications = await lockToDecide(trx, [...(on ?? []), ...(off ?? [])]);
  await enterAll(trx, target.id, on ?? []);
  await decideAll(trx, on ?? [], { ...goingOn, decidedById, at });
  await decideAll(trx, off ?? [], { ...left, decidedById, at });
  const goes = new Set(on);
  for (const application of applications) {
    const { decision } = goes.has(application.id) ? goingOn : left;
    const announcedTarget = decision === "ineligible" ? undefined : target;
    const mail = { decision, target: announcedTarget, reason: decision === "ineligible" ? reason : null };
    await writeDecisionMail(trx, application, { ...mail, corrections: [], until: null, reviewed: true });
  }
}
