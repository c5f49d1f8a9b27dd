import { plainInstitution } from "../review/conflict.ts";
import type { HeatEntry, PublishedHeat } from "./advancement.ts";
import type { AdvancementRule } from "./advancement-rule.ts";

/** How many entries of one institution, or of one recommender, may go on from a heat. */

export interface CapInUse {
  of: "institution" | "recommender";
  most: number;
  /** Whose an entry is in its heat, by id; none where nobody knows. */
  owners: ReadonlyMap<number, string>;
}

/** Who has the places that a cap counts: ids of entries by whose they are. */
export type Taken = ReadonlyMap<string, readonly number[]>;

export const noneTaken: Taken = new Map();

/** The cap of the rule with whose each entry is; null without one. Entries of which nobody knows whose they are are never held back. */
export function capInUse(heats: readonly PublishedHeat[], { cap }: AdvancementRule): CapInUse | null {
  if (!cap) return null;
  const owners = heats.flatMap(({ slug, entries }) =>
    entries.flatMap((entry) => {
      const owner = cap.of === "institution" ? plainInstitution(entry.institution ?? "") : (entry.recommender ?? "");
      return owner === "" ? [] : [[entry.id, `${slug} ${owner}`] as const];
    }),
  );
  return { of: cap.of, most: cap.most, owners: new Map(owners) };
}

export function take(taken: Taken, entries: readonly HeatEntry[], cap: CapInUse | null): Taken {
  const owned = entries.flatMap(({ id }) => {
    const owner = cap?.owners.get(id);
    return owner === undefined ? [] : [{ id, owner }];
  });
  if (owned.length === 0) return taken;
  const now = new Map(taken);
  for (const { id, owner } of owned) now.set(owner, [...(now.get(owner) ?? []), id]);
  return now;
}

/** Who holds the places that keep the entry back; null where it may go on. */
export function holdersBefore(entry: HeatEntry, taken: Taken, cap: CapInUse | null): readonly number[] | null {
  const owner = cap?.owners.get(entry.id);
  if (!cap || owner === undefined) return null;
  const holders = taken.get(owner) ?? [];
  return holders.length >= cap.most ? holders : null;
}

/** Those of equals of whom more are of one owner than may still go on, each owner's with how many may. */
export function crowded(
  equals: readonly HeatEntry[],
  taken: Taken,
  cap: CapInUse | null,
): { entries: HeatEntry[]; seats: number }[] {
  if (!cap) return [];
  const byOwner = Map.groupBy(equals, ({ id }) => cap.owners.get(id));
  return [...byOwner].flatMap(([owner, entries]) => {
    const seats = owner === undefined ? entries.length : cap.most - (taken.get(owner) ?? []).length;
    return entries.length > seats ? [{ entries, seats: Math.max(0, seats) }] : [];
  });
}

/** How many of equals may go on under the cap. */
export function seatsAmong(equals: readonly HeatEntry[], taken: Taken, cap: CapInUse | null): number {
  return crowded(equals, taken, cap).reduce((seats, each) => seats - each.entries.length + each.seats, equals.length);
}
