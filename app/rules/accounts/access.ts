/** Who may do what: roles are granted for an edition, for one round, or (from the command line only) for everything. */

export const roles = ["organizer", "screener", "scorer", "supervisor", "conductor", "judge"] as const;
export type Role = (typeof roles)[number];

export interface Grant {
  role: Role;
  editionId: number | null;
  roundId: number | null;
}

/** A signed-in person, with everything that decides what they may do. */
export interface Actor {
  id: string;
  name: string;
  email: string;
  locale: "zh-CN" | "en";
  grants: Grant[];
  /** Whether the address is a recommender's. */
  recommends?: boolean;
  /** The rounds from which staff have recused them: whatever their roles, there they may do nothing. */
  recusedRoundIds?: readonly number[];
  /** Whether they showed a moment ago that they are still who signed in: acts upon what is sensitive ask for it. */
  proven?: boolean;
  /** Set where a paired tablet acts for its judge, who has no other right there. */
  tabletId?: number;
}

/** Where something happens. A round's scope names its edition too. */
export interface Scope {
  editionId: number;
  roundId?: number | null;
}

const rights = {
  /** Read applications and decide on them. */
  screen: ["organizer", "screener"],
  /** Let decisions and announcements go out by mail, and write the edition's own mail texts. */
  "release-mail": ["organizer"],
  /** Take lists, files and statistics out of the house, or applications in. */
  "move-data": ["organizer"],
  /** Rounds, rubric, rule, panel, draw, invitations. */
  "set-up": ["organizer"],
  /** See who has scored whom, and the standings before they are public. */
  "see-scores": ["organizer", "scorer", "supervisor"],
  /** Read what everybody has done, and take it along. */
  "see-trail": ["organizer", "supervisor"],
  /** Open the scoring, keep the table, close it. */
  "keep-scores": ["scorer"],
  /** Sign contestants in, draw before everybody's eyes, mend the running order. */
  "keep-run-sheet": ["organizer", "scorer"],
  /** Agree that it is drawn again. */
  "confirm-redraw": ["supervisor"],
  /** Go through a heat beforehand, with nothing that counts, and wipe what that left. */
  rehearse: ["organizer", "scorer"],
  /** Lead through a heat: who is on stage, the clock, the stage screens. */
  conduct: ["conductor", "scorer", "organizer"],
  /** See whether tablets, live views and the machine are well: whoever keeps the hall running. */
  "see-health": ["organizer", "scorer", "supervisor", "conductor"],
  /** Fill in the own sheets; a seat on the panel is needed besides. */
  judge: ["judge"],
  /** Take a judge off one project whom something binds to it. */
  "recuse-judges": ["organizer", "scorer", "supervisor"],
  /** Let a submitted sheet be opened again, which a scorer asked for. */
  "confirm-reopening": ["supervisor"],
  /** Hold what was entered from paper against its photo. */
  "check-paper": ["scorer", "supervisor"],
  /** Let parts and adjustments count, which a scorer entered. */
  "confirm-inputs": ["supervisor"],
  "propose-release": ["scorer"],
  "confirm-release": ["supervisor"],
  "publish-release": ["organizer"],
  /** Agree that somebody whom an organizer invited becomes a supervisor too. */
  "confirm-appointment": ["supervisor"],
  /** Let somebody sign results who has not held the role for as long as the edition asks. */
  "waive-signing-wait": ["supervisor"],
  /** Stop a proposal that is not public yet. */
  "void-release": ["scorer", "supervisor", "organizer"],
  "withdraw-release": ["organizer", "supervisor"],
  /** See that an objection was raised, to what, in what state and until when: neither by whom nor in what words. */
  "see-objections": ["organizer", "supervisor"],
  /** Read objections and decide on them: the supervisor is the hand of the discipline office (纪检监察). */
  "handle-objections": ["supervisor"],
  /** See how projects settle in the district: milestones, deadlines, amounts. */
  "see-landing": ["organizer", "supervisor"],
  /** Add projects, keep their milestones, settle who looks after them. */
  "track-landing": ["organizer"],
  /** Read what due diligence found of finalists, and the awards before they are public. */
  "see-diligence": ["organizer", "supervisor"],
  /** Look into finalists, and decide whether they keep their rank. */
  "examine-finalists": ["organizer"],
  "grant-awards": ["organizer"],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof rights;

/** Whether one of the actor's grants allows the action there. Nobody may do what no role names. */
export function can(actor: Pick<Actor, "grants" | "recusedRoundIds">, action: Action, scope: Scope): boolean {
  if (scope.roundId != null && actor.recusedRoundIds?.includes(scope.roundId)) return false;
  const allowed: readonly Role[] = rights[action];
  return actor.grants.some((grant) => allowed.includes(grant.role) && covers(grant, scope));
}

/** Whether the person may begin an edition: an organizer of everything, which only the command line makes. */
export function mayCreateEditions(actor: Pick<Actor, "grants">): boolean {
  return actor.grants.some(
    ({ role, editionId, roundId }) => role === "organizer" && editionId === null && roundId === null,
  );
}

/** Where somebody may do something: everywhere, or in those editions and those rounds. */
export interface Places {
  everywhere: boolean;
  editionIds: number[];
  roundIds: number[];
}

/** Where the actor may do it; null where nowhere. */
export function placesWith(actor: Pick<Actor, "grants">, action: Action): Places | null {
  const allowed: readonly Role[] = rights[action];
  const grants = actor.grants.filter(({ role }) => allowed.includes(role));
  if (grants.length === 0) return null;
  return {
    everywhere: grants.some(({ editionId, roundId }) => editionId === null && roundId === null),
    editionIds: grants.flatMap(({ editionId }) => editionId ?? []),
    roundIds: grants.flatMap(({ roundId }) => roundId ?? []),
  };
}

/** The roles that may do it, where they are granted. */
export function rolesWith(action: Action): readonly Role[] {
  return rights[action];
}

/** Whether whoever has that role signs results, for which a second factor is needed. */
export function signsResults(role: Role): boolean {
  return [...rolesWith("confirm-release"), ...rolesWith("publish-release")].includes(role);
}

/** Whether the person signs results anywhere. */
export function isSigner({ grants }: Pick<Actor, "grants">): boolean {
  return grants.some(({ role }) => signsResults(role));
}

/** Whether somebody in that role cannot sign results yet: the second factor is missing. Whoever has not accepted is not asked for it. */
export function lacksFactor({ role, state, factor }: { role: Role; state: string; factor: boolean }): boolean {
  return state === "accepted" && !factor && signsResults(role);
}

function covers(grant: Grant, scope: Scope): boolean {
  if (grant.editionId === null && grant.roundId === null) return true;
  if (grant.editionId !== null) return grant.editionId === scope.editionId;
  return scope.roundId != null && grant.roundId === scope.roundId;
}
