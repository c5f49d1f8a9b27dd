import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AuditedEntry,
  beginSeal,
  endSeal,
  isBreak,
  type Seal,
  type SealedEntry,
  type SealWalk,
  sealOf,
  stepEntry,
  type TrailBreak,
} from "./audit-chain.ts";

type Sealed = { seal: Seal; places: SealedEntry[] };

function entry(id: number, facts: object = {}): AuditedEntry {
  const at = "2026-11-23T06:00:00.000001Z";
  const keys = { actorId: "u1", editionId: 6, roundId: null, applicationId: null };
  return { id: String(id), at, command: "submit-sheet", ...keys, facts };
}

/** Entries with the ids given, in seals of those sizes; each seal settles all ids up to its last entry's, or what is given. */
function trail(ids: number[], sizes: number[], settled: string[] = []): Sealed[] {
  const sealed: Sealed[] = [];
  for (const size of sizes) {
    const entries = ids.splice(0, size).map((id) => entry(id));
    const before = sealed.at(-1)?.seal;
    const settledTo = settled[sealed.length] ?? entries.at(-1)?.id ?? "0";
    const number = sealed.length + 1;
    const made = { number, previousDigest: before?.digest ?? null, settledTo, sealedAt: "2026-11-23T06:01:00.000000Z" };
    const { seal, places } = sealOf(made, entries);
    sealed.push({ seal, places: places.map((place, at) => ({ ...place, entry: entries[at] ?? null, reason: null })) });
  }
  return sealed;
}

function firstBreak(sealed: readonly Sealed[]): TrailBreak | null {
  let before: Seal | null = null;
  for (const { seal, places } of sealed) {
    let walk: SealWalk | TrailBreak = beginSeal(seal, places.length, before);
    for (const place of places) if (!isBreak(walk)) walk = stepEntry(walk, place);
    const broken = isBreak(walk) ? walk : endSeal(walk);
    if (broken) return broken;
    before = seal;
  }
  return null;
}

/** Numbered again, as one who knows the tables would leave them. */
function renumbered(places: SealedEntry[]): SealedEntry[] {
  return places.map((place, at) => ({ ...place, position: at + 1 }));
}

function change(sealed: Sealed[], seal: number, places: (before: SealedEntry[]) => SealedEntry[]): Sealed[] {
  return sealed.map((each) => (each.seal.number === seal ? { ...each, places: places(each.places) } : each));
}

describe("a sealed trail", () => {
  it("is whole as it was sealed, an entry that committed late among them", () => {
    expect(firstBreak(trail([1, 2, 3, 5, 8, 9, 10], [5, 2]))).toBeNull();
    // Nothing beyond 3 was settled while the transaction of 4 was under way
    expect(firstBreak(trail([1, 2, 3, 5, 8, 4, 9, 10], [5, 3], ["3"]))).toBeNull();
  });

  it.each<[string, (sealed: Sealed[]) => Sealed[], Partial<TrailBreak>]>([
    [
      "an entry that is another",
      (sealed) =>
        change(sealed, 1, (places) =>
          places.map((at) => (at.entryId === "3" ? { ...at, entry: entry(3, { a: 1 }) } : at)),
        ),
      { harm: "altered", seal: 1, entry: "3", position: 3 },
    ],
    [
      "an entry that is gone",
      (sealed) => change(sealed, 1, (places) => places.map((at) => (at.entryId === "3" ? { ...at, entry: null } : at))),
      { harm: "removed", seal: 1, entry: "3", position: 3 },
    ],
    [
      "an entry that is gone with its place",
      (sealed) => change(sealed, 1, (places) => places.filter((at) => at.entryId !== "3")),
      { harm: "removed", seal: 1, entry: null, position: 3 },
    ],
    [
      "an entry that is gone with its place, the others moved up",
      (sealed) => change(sealed, 1, (places) => renumbered(places.filter((at) => at.entryId !== "3"))),
      { harm: "removed", seal: 1, entry: null, position: 3 },
    ],
    [
      "the last entry of a seal that is gone with its place",
      (sealed) => change(sealed, 1, (places) => places.slice(0, -1)),
      { harm: "removed", seal: 1, entry: null, position: 5 },
    ],
    [
      "two entries that have changed places",
      (sealed) => change(sealed, 1, (places) => renumbered([0, 2, 1, 3, 4].map((at) => places[at] as SealedEntry))),
      { harm: "reordered", seal: 1, entry: "3", position: 2 },
    ],
    ["a seal that is gone", (sealed) => sealed.slice(1), { harm: "seal-removed", seal: 1 }],
    [
      "a seal of another time",
      (sealed) => sealed.map((each) => ({ ...each, seal: { ...each.seal, sealedAt: "2026-11-23T06:01:00.000001Z" } })),
      { harm: "seal-altered", seal: 1 },
    ],
    [
      "a seal over another one",
      (sealed) => [
        sealed[0] as Sealed,
        { ...(sealed[1] as Sealed), seal: { ...(sealed[1] as Sealed).seal, previousDigest: "f".repeat(64) } },
      ],
      { harm: "seal-altered", seal: 2 },
    ],
    [
      "a reason that is another",
      (sealed) =>
        change(sealed, 1, (places) =>
          places.map((at) => (at.entryId === "3" ? { ...at, reason: "a".repeat(64) } : at)),
        ),
      { harm: "reason-altered", entry: "3" },
    ],
    [
      "a reason that may not be missing",
      (sealed) =>
        change(sealed, 1, (places) => places.map((at) => (at.entryId === "3" ? { ...at, reason: "missing" } : at))),
      { harm: "reason-removed", entry: "3" },
    ],
  ])("shows %s", (_, harm, expected) => {
    expect(firstBreak(harm(trail([1, 2, 3, 5, 8, 9, 10], [5, 2])))).toMatchObject(expected);
  });

  it("shows an entry that was put in, whether or not it was given a digest and a link that fit", () => {
    const sealed = trail([1, 2, 4, 5], [4]);
    const [one, two, four, five] = (sealed[0] as Sealed).places as [SealedEntry, SealedEntry, SealedEntry, SealedEntry];
    const forged = sealOf(
      { ...(sealed[0] as Sealed).seal },
      [1, 2, 3].map((id) => entry(id)),
    ).places[2];
    for (const link of [forged?.link ?? "", "f".repeat(64)]) {
      const put: SealedEntry = { ...four, entryId: "3", entry: entry(3), digest: forged?.digest ?? "", link };
      const found = firstBreak(change(sealed, 1, () => renumbered([one, two, put, four, five])));
      expect(found).toMatchObject({ harm: "inserted", entry: "3", position: 3 });
    }
    const after: SealedEntry = { ...five, entryId: "6", entry: entry(6), position: 5 };
    const last = sealOf(
      { ...(sealed[0] as Sealed).seal },
      [1, 2, 4, 5, 6].map((id) => entry(id)),
    ).places[4];
    expect(firstBreak(change(sealed, 1, (places) => [...places, { ...after, ...last }]))).toMatchObject({
      harm: "inserted",
      entry: "6",
    });
  });

  it("shows an entry in a later seal whose id had been settled before", () => {
    expect(firstBreak(trail([1, 2, 5, 3, 6], [3, 2]))).toMatchObject({ harm: "inserted", seal: 2, entry: "3" });
  });

  it("shows any change of any entry", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    const column = fc.constantFrom("at", "command", "actorId", "editionId", "roundId", "applicationId", "facts", "id");
    fc.assert(
      fc.property(sizes, fc.nat(), column, (sizes, at, column) => {
        const count = sizes.reduce((sum, size) => sum + size, 0);
        const sealed = trail(
          Array.from({ length: count }, (_, id) => id + 1),
          sizes,
        );
        const harmed = String((at % count) + 1);
        const changed = sealed.map((each) => ({
          ...each,
          places: each.places.map((place) =>
            place.entryId === harmed
              ? { ...place, entry: { ...place.entry, [column]: "other" } as AuditedEntry }
              : place,
          ),
        }));
        expect(firstBreak(sealed)).toBeNull();
        expect(firstBreak(changed)).toMatchObject({ harm: "altered", entry: harmed });
      }),
    );
  });
});
