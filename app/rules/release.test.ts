import { describe, expect, it } from "vitest";
import type { Role } from "./access.ts";
import { canonicalJson, digestOf } from "./canonical-json.ts";
import { publicView } from "./public-view.ts";
import {
  type FrozenStandings,
  freeze,
  nextStep,
  type ReleaseState,
  type ReleaseStep,
  refusalOfStep,
  releaseStates,
} from "./release.ts";

const scope = { editionId: 1, roundId: 1 };
const person = (id: string, ...roles: Role[]) => ({
  id,
  grants: roles.map((role) => ({ role, editionId: null, roundId: 1 })),
});
const everyRole = person("everything", "scorer", "supervisor", "organizer");
const release = (state: ReleaseState) => ({ state, proposedById: "ann" });

describe("a step of the release", () => {
  it.each<[ReleaseStep, ReleaseState | null, string | null]>([
    ["propose", null, null],
    ["propose", "proposed", "release-fixed"],
    ["propose", "published", "release-fixed"],
    ["confirm", null, "illegal-step"],
    ["confirm", "proposed", null],
    ["confirm", "confirmed", "illegal-step"],
    ["publish", "proposed", "illegal-step"],
    ["publish", "confirmed", null],
    ["publish", "published", "illegal-step"],
    ["void", "proposed", null],
    ["void", "confirmed", null],
    ["void", "published", "illegal-step"],
    ["withdraw", "confirmed", "illegal-step"],
    ["withdraw", "published", null],
    ["withdraw", "withdrawn", "illegal-step"],
  ])("%s, where the live release is %s: %s", (step, state, refusal) => {
    expect(refusalOfStep(step, { state: "closed", release: state && release(state) }, everyRole, scope)).toBe(refusal);
  });

  it.each<[ReleaseStep, Role[]]>([
    ["propose", ["scorer"]],
    ["confirm", ["supervisor"]],
    ["publish", ["organizer"]],
    ["void", ["organizer", "scorer", "supervisor"]],
    ["withdraw", ["organizer", "supervisor"]],
  ])("%s is for %s", (step, allowed) => {
    const state = { propose: null, confirm: "proposed", publish: "confirmed", void: "proposed", withdraw: "published" };
    const live = state[step] as ReleaseState | null;
    const may = (["organizer", "scorer", "supervisor", "judge"] as const).filter(
      (role) =>
        refusalOfStep(step, { state: "closed", release: live && release(live) }, person("bob", role), scope) === null,
    );
    expect(may).toEqual(allowed);
  });

  it("is taken on a closed round only", () => {
    expect(refusalOfStep("propose", { state: "judging", release: null }, everyRole, scope)).toBe("illegal-step");
  });

  it("is not confirmed by the one who proposed, whatever their roles", () => {
    const ann = person("ann", "scorer", "supervisor");
    expect(refusalOfStep("confirm", { state: "closed", release: release("proposed") }, ann, scope)).toBe("same-person");
  });

  it("names who must act next", () => {
    expect(nextStep(null)).toEqual({ step: "propose", roles: ["scorer"] });
    expect(nextStep(release("proposed"))).toEqual({ step: "confirm", roles: ["supervisor"] });
    expect(nextStep(release("confirmed"))).toEqual({ step: "publish", roles: ["organizer"] });
    expect(nextStep(release("published"))).toBeNull();
  });
});

describe("canonical JSON", () => {
  it.each([
    [{ b: 1, a: [true, null, "x"], A: undefined }, '{"a":[true,null,"x"],"b":1}'],
    [{ "\u{20ac}": 1, "\r": 2, "1": 3, "\u{1f600}": 4, ö: 5 }, '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}'],
    ["\u2028 凤栖\n", '"\u2028 凤栖\\n"'],
    [[], "[]"],
    [{ inner: { z: 0, y: -1.5 } }, '{"inner":{"y":-1.5,"z":0}}'],
  ])("of %j", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
  it.each([Number.NaN, 1n, () => 1, undefined])("refuses what JSON cannot hold: %s", (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
  it("is digested by SHA-256", () => {
    // printf '{"a":1,"b":"凤"}' | sha256sum
    expect(digestOf({ b: "凤", a: 1 })).toBe("e4c55335b078563e4bae88a57f63bd06d5544e8288b3f3e87ca256724f0bda5a");
  });
});

describe("what the public sees", () => {
  const frozen = { round: "shanghai", rule: {}, standings: [{ entry: "1" }] } as unknown as FrozenStandings;
  const kept = (state: ReleaseState) => ({
    state,
    version: 2,
    standings: frozen,
    digest: "0".repeat(64),
    publishedAt: new Date(0),
    noticeEndsOn: null,
    of: { state: "closed", kind: "heat", imported: false, rehearsal: false } as const,
  });

  it.each(releaseStates.filter((state) => state !== "published"))("is nothing of a release that is %s", (state) => {
    expect(publicView(kept(state))).toBeNull();
  });
  it("is nothing of a rehearsal, whatever its release says", () => {
    const release = kept("published");
    expect(publicView({ ...release, of: { ...release.of, rehearsal: true } })).toBeNull();
  });
  it("is nothing where there is no release", () => {
    expect([publicView(null), publicView(undefined)]).toEqual([null, null]);
  });
  it("is the frozen standings of a published one, in the state published", () => {
    expect(publicView(kept("published"))?.standings).toEqual({ ...frozen, state: "published" });
  });
  it("can be checked by anyone: the published JSON less its state has the digest", () => {
    const { digest } = freeze({ ...frozen, ...{ state: "closed" } });
    const { state: _, ...published } = publicView(kept("published"))?.standings ?? {};
    expect(digestOf(published)).toBe(digest);
  });
});
