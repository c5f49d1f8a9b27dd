import { randomUUID } from "node:crypto";
import type { AppLoadContext } from "@remix-run/node";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { answeredCorrections } from "~/rules/screening/correction.ts";
import { differencesOf } from "~/rules/screening/differences.ts";
import { qualifiedTwins } from "~/rules/screening/duplicate.ts";
import { evaluateEligibility, verdictOf } from "~/rules/screening/eligibility.ts";
import { eligibilityOf } from "~/rules/screening/eligibility-rule.ts";
import { isOutdated, proposalOf } from "~/rules/screening/proposal.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { type Application, findAllSubmissions, type Submission } from "~db/queries/applications/applications.ts";
import { findIdentity } from "~db/queries/applications/identities.ts";
import { findSubmittedAttachments } from "~db/queries/files/attachments.ts";
import { findApplicationHistory } from "~db/queries/screening/application-history.ts";
import { type DecisionRow, findAllDecisions, findDeclinedProposals } from "~db/queries/screening/decisions.ts";
import { findDuplicates } from "~db/queries/screening/duplicates.ts";
import { findAllChecks, otherEntriesOf } from "~db/queries/screening/eligibility.ts";
import { findNeighbours } from "~db/queries/screening/screening.ts";
import { findAllTargets, findScreeningOf } from "~db/queries/screening/screening-targets.ts";
import { chainsView, portraitView } from "../portrait/portrait-view.ts";
import { historyOf } from "./history.ts";

/** So many likely duplicates are shown unless all are asked for: the strongest suspicions come first. */
const duplicatesShown = 30;
/** So many of those that have a place already are named where a place is given. */
const twinsNamed = 12;

/** Everything beside the answers that a screener sees of an application: fourteen queries, whatever there is of it. */
export async function detailView(
  db: AppLoadContext["db"],
  actor: Actor,
  application: Application,
  filter: ScreeningFilter,
  allDuplicates = false,
) {
  const { id, editionId } = application;
  const [
    targets,
    screening,
    decisions,
    declined,
    duplicates,
    checks,
    neighbours,
    identity,
    attachments,
    submissions,
    rest,
  ] = await Promise.all([
    findAllTargets(db, editionId),
    findScreeningOf(db, id),
    findAllDecisions(db, id),
    findDeclinedProposals(db, id),
    findDuplicates(db, id),
    findAllChecks(db, id),
    findNeighbours(db, { editionId, me: actor.id }, filter, id),
    findIdentity(db, id),
    findSubmittedAttachments(db, id),
    findAllSubmissions(db, id),
    findApplicationHistory(db, id),
  ]);
  const findings = evaluateEligibility(eligibilityOf(application.eligibilityRules), {
    answers: application.answers,
    group: application.groupKey,
    company: application.groupCompany,
    otherEntries: otherEntriesOf(duplicates),
  });
  const seen = duplicates.map((each) => (can(actor, "screen", { editionId: each.editionId }) ? each : strangers(each)));
  const open = targets.filter(({ drawn }) => !drawn);
  const kinds = new Map(rest.files.map(({ id: fileId, kind }) => [fileId, kind]));
  const twins = qualifiedTwins(seen);
  return {
    idempotencyKey: randomUUID(),
    neighbours,
    targets: open.map(shownTarget),
    settled: isSettled(application, screening.roundKind, open),
    secondCheck: screening.secondCheck,
    screener:
      screening.screenerId === null ? null : { name: screening.screener, mine: screening.screenerId === actor.id },
    proposal: shownProposal(screening, application, actor),
    identity: identity ? { kind: identity.kind, masked: identity.masked } : null,
    attachments,
    files: rest.files,
    duplicates: { shown: allDuplicates ? seen : seen.slice(0, duplicatesShown), count: seen.length },
    twins: twins.length > twinsNamed ? [...twins.slice(0, twinsNamed), "…"] : twins,
    portrait: portraitView(application, seen).portrait,
    chains: chainsView(application),
    eligibility: { findings, checks, verdict: verdictOf(findings, checks), stored: application.eligibility },
    changes: changesAfterReturn(submissions, decisions, (fileId) => kinds.get(fileId)),
    history: historyOf({ ...rest, decisions, declined, submissions }),
  };
}

/** A likely duplicate in an edition that the person does not screen: that there is one, and nothing of whom. */
function strangers<D extends Awaited<ReturnType<typeof findDuplicates>>[number]>(duplicate: D): D {
  const round = { roundSlug: null, roundTitle: null, roundTitleEn: null };
  const names = { projectTitle: null, projectTitleEn: null, leaderName: null, companyName: null };
  return { ...duplicate, ...names, ...round, patents: [], state: "submitted" };
}

/** Whether its heat's list is settled, so that no decision takes it out again; what was only reviewed there can go on. */
function isSettled(
  { state, roundSlug, roundState }: Application,
  roundKind: string | null,
  open: readonly { slug: string }[],
): boolean {
  if (state !== "qualified" || (roundKind === "preliminary" && roundState === "closed")) return false;
  return !open.some(({ slug }) => slug === roundSlug);
}

/** What the latest submission changed, when it answered a return: correction by correction. */
function changesAfterReturn(
  [latest, before]: readonly Submission[],
  decisions: readonly DecisionRow[],
  kindOf: (fileId: number) => string | undefined,
) {
  if (!latest || !before) return null;
  const between = decisions.find(({ decidedAt }) => decidedAt > before.submittedAt && decidedAt < latest.submittedAt);
  if (between?.decision !== "return") return null;
  const { reason, corrections } = between;
  return { reason, ...answeredCorrections(corrections, differencesOf(before, latest), kindOf) };
}

function shownTarget(target: Awaited<ReturnType<typeof findAllTargets>>[number]) {
  const { slug, title, titleEn, capacity, entries, waiting } = target;
  return { slug, title, titleEn, capacity, entries, waiting };
}

/** The decision that waits for its second check, as the page shows it; null when none does. */
function shownProposal(
  { input, proposedById, proposedAt, proposedBy }: Awaited<ReturnType<typeof findScreeningOf>>,
  application: Application,
  actor: Actor,
) {
  if (input === null || proposedAt === null) return null;
  const proposal = proposalOf(input);
  return {
    decision: proposal.decision,
    round: "round" in proposal ? proposal.round : null,
    reason: ("reason" in proposal && proposal.reason) || null,
    corrections: proposal.decision === "return" ? proposal.corrections : [],
    until: proposal.decision === "return" ? (proposal.until ?? null) : null,
    proposedBy: proposedBy ?? "",
    proposedAt: proposedAt.toISOString(),
    mine: proposedById === actor.id,
    outdated: isOutdated(proposal, application),
  };
}
