import type { ApplicationState } from "../applications/application-state.ts";

/**
 * What two applications share that makes them look like one project or one person: contest.md, "Registration" ("two cities
 * must not get the same project twice").
 */
export const duplicateSigns = [
  "identity",
  "company",
  "patent",
  "leader-and-birth",
  "phone",
  "email",
  "title",
  "leader",
  "account",
] as const;
export type DuplicateSign = (typeof duplicateSigns)[number];

export const strengths = ["strong", "likely", "possible"] as const;
export type Strength = (typeof strengths)[number];

const alone: Record<DuplicateSign, Strength> = {
  identity: "strong",
  company: "strong",
  patent: "strong",
  "leader-and-birth": "strong",
  phone: "likely",
  email: "likely",
  title: "likely",
  leader: "possible",
  account: "possible",
};

/** How much what they share tells: one strong sign, or two that differ from the account used, make a strong suspicion. */
export function strengthOf(signs: readonly DuplicateSign[]): Strength {
  if (signs.some((sign) => alone[sign] === "strong")) return "strong";
  if (signs.filter((sign) => sign !== "account").length >= 2) return "strong";
  if (signs.some((sign) => alone[sign] === "likely")) return "likely";
  return "possible";
}

/** What a list says of an application beside its title: how many strong or likely duplicates it has, and how strong the strongest is. */
export interface DuplicateMark {
  count: number;
  strength: Exclude<Strength, "possible">;
}

/** The mark of an application, from how many others share which signs with it; null where a name or an account alone is shared. */
export function duplicateMarkOf(groups: readonly { signs: readonly DuplicateSign[]; count: number }[]) {
  const mark: DuplicateMark = { count: 0, strength: "likely" };
  for (const { signs, count } of groups) {
    const strength = strengthOf(signs);
    if (strength === "possible") continue;
    mark.count += count;
    if (strength === "strong") mark.strength = strength;
  }
  return mark.count > 0 ? mark : null;
}

interface FoundDuplicate {
  code: string;
  strength: Strength;
  sameEdition: boolean;
  state: ApplicationState;
}

/** The codes of the strong duplicates that have a place in this edition already: two cities must not get the same project twice. */
export function qualifiedTwins(duplicates: readonly FoundDuplicate[]): string[] {
  return duplicates
    .filter(({ strength, sameEdition, state }) => strength === "strong" && sameEdition && state === "qualified")
    .map(({ code }) => code);
}
