import { textBefore } from "~/primitives/code-points.ts";

/** Who must not review what (contest.md: 「主动回避」): declared conflicts, and those that the two sides' own words show. */

/** A judge, as far as conflicts go. */
export interface ConflictJudge {
  userId: string | null;
  email: string | null;
  name: string;
  employer: string | null;
  school: string | null;
  /** The institution that sent the judge. */
  recommenderId: number | null;
  recommenderName: string | null;
}

/** An application, as far as conflicts go. */
export interface ConflictEntry {
  applicantId: string | null;
  /** Of the account and of the leader. */
  emails: readonly string[];
  leaderName: string | null;
  members: readonly string[];
  leaderEmployer: string | null;
  companyName: string | null;
  leaderSchool: string | null;
  recommenderId: number | null;
  /** Whose link brought it. */
  recommenderEmail: string | null;
  /** Of whose link brought it, and what the application itself names. */
  recommenderNames: readonly (string | null)[];
}

/** Which conflicts count in a round. */
export interface ConflictRules {
  sameEmployer: boolean;
  sameSchool: boolean;
  sameRecommender: boolean;
}

const conflictKinds = [
  "declared",
  "same-person",
  "same-name",
  "same-employer",
  "same-school",
  "same-recommender",
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** One conflict, with the words on which it rests: the reason declared, the shared employer or school, the name. */
export interface Conflict {
  kind: ConflictKind;
  words: string | null;
}

/** Every conflict between the two; none: the judge may review it. `declared` is the reason of a recusal, null without one. */
export type FindConflicts = (judge: ConflictJudge, entry: ConflictEntry, declared?: string | null) => Conflict[];

/** Finds conflicts by these rules; names are brought into their plain form once, however many pairs are looked at. */
export function conflictFinder(rules: ConflictRules): FindConflicts {
  const person = remembered(plainName);
  const institution = remembered(plainInstitution);
  return (judge, entry, declared = null) => {
    const conflicts: Conflict[] = [];
    if (declared !== null) conflicts.push({ kind: "declared", words: declared });
    if (isSamePerson(judge, entry)) conflicts.push({ kind: "same-person", words: null });
    else {
      const name = sameWords(judge.name, [entry.leaderName, ...entry.members], person);
      if (name) conflicts.push({ kind: "same-name", words: name });
    }
    if (rules.sameEmployer) {
      const employer = sameWords(judge.employer, [entry.leaderEmployer, entry.companyName], institution);
      if (employer) conflicts.push({ kind: "same-employer", words: employer });
    }
    if (rules.sameSchool) {
      // Who teaches where the leader studied is as close as who studied there
      const school =
        sameWords(judge.school, [entry.leaderSchool], institution) ??
        sameWords(judge.employer, [entry.leaderSchool], institution);
      if (school) conflicts.push({ kind: "same-school", words: school });
    }
    if (rules.sameRecommender) {
      // Who works for the recommender is as close as whom it sent
      const recommender =
        sameWords(judge.recommenderName, entry.recommenderNames, institution) ??
        sameWords(judge.employer, entry.recommenderNames, institution);
      if (recommender || isOfRecommender(judge, entry))
        conflicts.push({ kind: "same-recommender", words: recommender ?? null });
    }
    return conflicts;
  };
}

function isSamePerson(judge: ConflictJudge, entry: ConflictEntry): boolean {
  const email = judge.email?.trim().toLowerCase();
  return (
    (judge.userId !== null && judge.userId === entry.applicantId) ||
    entry.emails.some((each) => each.trim().toLowerCase() === email)
  );
}

function isOfRecommender(judge: ConflictJudge, entry: ConflictEntry): boolean {
  return (
    (judge.recommenderId !== null && judge.recommenderId === entry.recommenderId) ||
    (entry.recommenderEmail !== null && judge.email?.trim().toLowerCase() === entry.recommenderEmail)
  );
}

/** The words of the second side that name the same as the first side's; undefined when none do. */
function sameWords(
  ours: string | null,
  theirs: readonly (string | null)[],
  plain: (words: string) => string,
): string | undefined {
  const own = ours === null ? "" : plain(ours);
  if (own === "") return undefined;
  return theirs.find((each) => each !== null && plain(each) === own) ?? undefined;
}

function remembered(plain: (words: string) => string): (words: string) => string {
  const known = new Map<string, string>();
  return (words) => {
    const found = known.get(words) ?? plain(words);
    known.set(words, found);
    return found;
  };
}

/** A name without width, case, spaces and marks: 「沈 一禾」 and 「沈一禾」 are one. */
function plainName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** What a Chinese institution is called before 「大学」 or its company form begins: branches and faculties follow it. */
const chineseForm = /(大学|股份有限公司|有限责任公司|有限公司|股份公司|集团公司|集团|公司)/u;
const englishForm =
  /\b(co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|sa|srl|pte|pty|bv|group|university|univ|the|of)\b/gu;

/**
 * The core of an institution's name: without width, case and marks, without its legal form or 「大学」 and what follows
 * (a faculty, a branch), without what stands in brackets. "" when nothing is left.
 */
export function plainInstitution(name: string): string {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[(（【[][^)）】\]]*[)）】\]]/gu, "");
  const core = textBefore(words, chineseForm).replace(englishForm, " ");
  return plainName(core) || plainName(words);
}
