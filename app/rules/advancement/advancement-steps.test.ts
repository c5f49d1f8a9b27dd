import fc from "fast-check";
import { expect, test } from "vitest";
import { randomAdvancement } from "~db/testing/random-advancement.ts";
import type { AdvancementInput } from "./advancement.ts";
import { qualify } from "./lines.ts";
import { planAdvancement } from "./plan-advancement.ts";
import { moveUp, nameSubstitutes } from "./substitutes.ts";
import { giveWildcards, shortlist } from "./wildcards.ts";

/** Nothing that is held can be written to any more; a Map answers a write with an exception. */
function deepFreeze<T>(held: T): T {
  if (typeof held !== "object" || held === null || Object.isFrozen(held)) return held;
  if (held instanceof Map) {
    const refuse = () => {
      throw new TypeError("the map is frozen");
    };
    for (const [key, value] of held) deepFreeze([key, value]);
    Object.assign(held, { set: refuse, delete: refuse, clear: refuse });
  } else for (const value of Object.values(held)) deepFreeze(value);
  return Object.freeze(held);
}

const whatever = (check: (input: AdvancementInput) => void) =>
  fc.assert(fc.property(randomAdvancement, check), { numRuns: 400 });
const everybody = (input: AdvancementInput) => planAdvancement(input).lines.flatMap(({ entries }) => entries);

test("the plan leaves what it is given alone, and is the same every time", () => {
  whatever((input) => {
    const plan = planAdvancement(structuredClone(input));
    expect(planAdvancement(deepFreeze(input))).toEqual(plan);
  });
});

test("each step leaves the drafts of the steps before as they were", () => {
  whatever(({ heats, rule, votes }) => {
    const tieBreaking = deepFreeze({ ties: rule.ties, votes });
    const qualified = deepFreeze(qualify(deepFreeze(heats), deepFreeze(rule), tieBreaking));
    const shortlisted = deepFreeze(shortlist(qualified, rule));
    const wildcards = deepFreeze(giveWildcards(shortlisted, rule, tieBreaking));
    const substitutes = deepFreeze(nameSubstitutes(wildcards, rule));
    const movedUp = deepFreeze(moveUp(substitutes, rule, tieBreaking));
    for (const draft of [shortlisted, wildcards, substitutes, movedUp]) {
      expect(draft.lines).toBe(qualified.lines);
      expect([...draft.verdicts.keys()]).toEqual([...qualified.verdicts.keys()]);
    }
  });
});

test("a step changes what it is named for, and nothing else", () => {
  whatever(({ heats, rule, votes }) => {
    const tieBreaking = { ties: rule.ties, votes };
    const qualified = qualify(heats, rule, tieBreaking);
    const shortlisted = shortlist(qualified, rule);
    const wildcards = giveWildcards(shortlisted, rule, tieBreaking);
    const substitutes = nameSubstitutes(wildcards, rule);
    const movedUp = moveUp(substitutes, rule, tieBreaking);
    for (const [id, first] of qualified.verdicts) {
      const second = shortlisted.verdicts.get(id);
      expect({ ...second, figure: null }).toEqual(first);
      const third = wildcards.verdicts.get(id);
      if (first.standing !== "cut") expect(third).toEqual(second);
      else expect(["cut", "wildcard", "undecided"]).toContain(third?.standing);
      const fourth = substitutes.verdicts.get(id);
      expect(fourth?.reason).toEqual(third?.reason);
      if (third?.standing !== "cut") expect(fourth).toEqual(third);
      const last = movedUp.verdicts.get(id);
      expect(last?.standing).toBe(fourth?.standing);
      if (fourth?.standing !== "substitute") expect(last?.outcome).toBe(fourth?.outcome);
    }
  });
});

test("everybody stands once, and whoever goes on is ranked and still there", () => {
  whatever((input) => {
    const placed = everybody(input);
    const ids = input.heats.flatMap(({ entries }) => entries.map(({ id }) => id));
    expect(placed.map(({ entry }) => entry.id).sort()).toEqual(ids.sort());
    for (const { entry, outcome, reason, next } of placed) {
      if (outcome === "advanced" || outcome === "wildcard")
        expect([entry.withdrawn, entry.rank === null, next]).toEqual([false, false, null]);
      expect(outcome === "withdrawn").toBe(entry.withdrawn);
      expect(reason.why === "withdrawn").toBe(entry.withdrawn);
      expect(next !== null).toBe(outcome === "substitute");
    }
  });
});

test("no more go on than there are places, unless all equals do; and no more stand so before anybody withdraws", () => {
  whatever((input) => {
    const { rule } = input;
    if (rule.ties === "all") return;
    const { lines } = planAdvancement(input);
    for (const { entries, places } of lines)
      for (const by of ["standing", "outcome"] as const)
        expect(entries.filter((each) => each[by] === "advanced").length).toBeLessThanOrEqual(places);
    for (const by of ["standing", "outcome"] as const) {
      const wild = lines.flatMap(({ entries }) => entries).filter((each) => each[by] === "wildcard");
      expect(wild.length).toBeLessThanOrEqual(rule.wildcards?.places ?? 0);
    }
  });
});

test("without wildcards or substitutes nobody has them", () => {
  whatever((input) => {
    const none = { ...input, rule: { ...input.rule, wildcards: null, substitutes: false } };
    for (const { standing, outcome, next, figure } of everybody(none)) {
      expect(["advanced", "cut", "undecided"]).toContain(standing);
      expect([standing, "withdrawn"]).toContain(outcome);
      expect([next, figure]).toEqual([null, null]);
    }
  });
});

test("the order in which heats and entries come in makes no difference, whatever was decided", () => {
  whatever((input) => {
    const heats = input.heats.map((each) => ({ ...each, entries: [...each.entries].reverse() })).reverse();
    const turned = { ...input, heats };
    const byId = (asked: AdvancementInput) => everybody(asked).sort((a, b) => a.entry.id - b.entry.id);
    expect(byId(turned)).toEqual(byId(input));
    expect(planAdvancement(turned).digest).toBe(planAdvancement(input).digest);
  });
});
