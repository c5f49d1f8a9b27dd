import { describe, expect, it } from "vitest";
import { canonicalJson, digestOf } from "~/primitives/canonical-json.ts";
import type { Role } from "../accounts/access.ts";
import type { RoundStandings } from "../standings/standing.ts";
import { publicView, type ReleaseRecord, versionIn } from "./public-view.ts";
import {
  type FrozenStandings,
  isOfTable,
  nextStep,
  type Releasable,
  type ReleaseState,
  type ReleaseStep,
  type RoleSeparation,
  refusalOfStep,
  releaseStates,
  roleSeparations,
  signedTable,
  type TableSheet,
} from "./release.ts";

const scope = { editionId: 1, roundId: 1 };
const person = (id: string, ...roles: Role[]) => ({
  id,
  grants: roles.map((role) => ({ role, editionId: null, roundId: 1 })),
});
const everyRole = person("everything", "scorer", "supervisor", "organizer");
/** Ann proposed, and where it is confirmed Bea did. */
const facts = (state: OpenState | "published" | "corrected" | null, more: Partial<Releasable> = {}): Releasable => ({
  state: "closed",
  open:
    state === null || state === "published"
      ? null
      : {
          state: state === "corrected" ? "proposed" : state,
          proposedById: "ann",
          confirmedById: state === "confirmed" ? "bea" : null,
        },
  published: state === "published" || state === "corrected",
  together: "none",
  ...more,
});
type OpenState = "proposed" | "confirmed";

describe("a step of the release", () => {
  it.each<[ReleaseStep, Parameters<typeof facts>[0], string | null]>([
    ["propose", null, null],
    ["propose", "proposed", "release-fixed"],
    ["propose", "published", null],
    ["propose", "corrected", "release-fixed"],
    ["confirm", null, "illegal-step"],
    ["confirm", "proposed", null],
    ["confirm", "confirmed", "illegal-step"],
    ["confirm", "published", "illegal-step"],
    ["confirm", "corrected", null],
    ["publish", "proposed", "illegal-step"],
    ["publish", "confirmed", null],
    ["publish", "published", "illegal-step"],
    ["void", null, "illegal-step"],
    ["void", "proposed", null],
    ["void", "confirmed", null],
    ["void", "published", "illegal-step"],
    ["void", "corrected", null],
    ["withdraw", "confirmed", "illegal-step"],
    ["withdraw", "published", null],
    ["withdraw", "corrected", null],
    ["withdraw", null, "illegal-step"],
  ])("%s, where the release is %s: %s", (step, state, refusal) => {
    expect(refusalOfStep(step, facts(state), everyRole, scope)).toBe(refusal);
  });

  it.each<[ReleaseStep, Role[]]>([
    ["propose", ["scorer"]],
    ["confirm", ["supervisor"]],
    ["publish", ["organizer"]],
    ["void", ["organizer", "scorer", "supervisor"]],
    ["withdraw", ["organizer", "supervisor"]],
  ])("%s is for %s", (step, allowed) => {
    const before = {
      propose: null,
      confirm: "proposed",
      publish: "confirmed",
      void: "proposed",
      withdraw: "published",
    };
    const state = before[step] as Parameters<typeof facts>[0];
    const may = (["organizer", "scorer", "supervisor", "judge"] as const).filter(
      (role) => refusalOfStep(step, facts(state), person("bob", role), scope) === null,
    );
    expect(may).toEqual(allowed);
  });

  it("is taken on a closed round only, but for the withdrawal of what is public", () => {
    expect(refusalOfStep("propose", facts(null, { state: "judging" }), everyRole, scope)).toBe("illegal-step");
    expect(refusalOfStep("withdraw", facts("published", { state: "judging" }), everyRole, scope)).toBeNull();
  });

  it.each(roleSeparations)(
    "is not confirmed by the one who proposed, whatever their roles and the edition's setting: %s",
    (together) => {
      const ann = person("ann", "scorer", "supervisor", "organizer");
      expect(refusalOfStep("confirm", facts("proposed", { together }), ann, scope)).toBe("same-person");
    },
  );

  it.each<[RoleSeparation, string | null, string | null]>([
    ["none", "hand-taken", "hand-taken"],
    ["confirm-and-publish", "hand-taken", null],
    ["propose-and-publish", null, "hand-taken"],
  ])("is published by a third person, where the edition says %s", (together, byProposer, byConfirmer) => {
    const publish = (id: string) =>
      refusalOfStep("publish", facts("confirmed", { together }), person(id, "organizer"), scope);
    expect([publish("ann"), publish("bea"), publish("cai")]).toEqual([byProposer, byConfirmer, null]);
  });

  it("names who must act next", () => {
    expect(nextStep(facts(null))).toEqual({ step: "propose", roles: ["scorer"] });
    expect(nextStep(facts("proposed"))).toEqual({ step: "confirm", roles: ["supervisor"] });
    expect(nextStep(facts("confirmed"))).toEqual({ step: "publish", roles: ["organizer"] });
    expect(nextStep(facts("corrected"))).toEqual({ step: "confirm", roles: ["supervisor"] });
    expect(nextStep(facts("published"))).toBeNull();
  });
});

describe("the table that is signed", () => {
  const standings = { round: "shanghai", state: "closed", rule: {}, standings: [] } as unknown as RoundStandings;
  const sheet = (entry: string, judge: string, marks: Record<string, number> = { tech: 2500 }): TableSheet => ({
    entry,
    judge,
    marks,
    version: 1,
  });
  const of = (sheets: TableSheet[], more: object = {}, salt = "salt") =>
    signedTable({ ...standings, ...more }, { salt, sheets });

  it("is rule, standings and sheets, written canonically and digested", () => {
    const { digest, sheetsDigest } = of([sheet("1", "J1")]);
    // printf '{"salt":"salt","sheets":[{"entry":"1","judge":"J1","marks":{"tech":2500},"version":1}]}' | sha256sum
    expect(sheetsDigest).toBe("d0d63cccf74e4c6381b7468fb4488f23f52cfe14125b30b1c056f5eec2afdcb9");
    // printf '{"round":"shanghai","rule":{},"sheets":"…","standings":[]}' | sha256sum
    expect(digest).toBe("b05670bfcdeccca6e91c446a8b6a23a4a3f22f6c163f2c9500048095346e9201");
  });

  it("is the same in whatever order the sheets come, and whatever state the round is in", () => {
    const one = sheet("1", "J2");
    const two = sheet("10", "J1");
    const three = sheet("2", "J1");
    expect(of([three, one, two], { state: "published" })).toEqual(of([one, two, three]));
  });

  it("is another one when a sheet, the rule, the standings or the salt is", () => {
    const before = of([sheet("1", "J1")]).digest;
    const others = [
      of([]),
      of([sheet("1", "J2")]),
      of([sheet("1", "J1", { tech: 2550 })]),
      of([{ ...sheet("1", "J1"), version: 2 }]),
      of([sheet("1", "J1")], { rule: { level: "sheet" } }),
      of([sheet("1", "J1")], { standings: [{}] }),
      of([sheet("1", "J1")], {}, "another"),
    ].map(({ digest }) => digest);
    expect(new Set([before, ...others]).size).toBe(8);
  });
});

describe("a published version and the table as it stands", () => {
  const standings = { round: "shanghai", rule: {}, standings: [] } as unknown as FrozenStandings;
  const [table, other] = ["salt", "another"].map((salt) => signedTable(standings, { salt, sheets: [] }));
  if (!table || !other) throw new Error("two tables");

  it("agree by the digest that was signed", () => {
    expect([isOfTable(table, table), isOfTable(other, table)]).toEqual([true, false]);
  });
  it("agree by the standings alone where the sheets were not signed yet", () => {
    const before = { digest: digestOf(standings), sheetsDigest: null };
    expect(isOfTable(before, table)).toBe(true);
    expect(isOfTable(before, signedTable({ ...standings, round: "beijing" }, { salt: "salt", sheets: [] }))).toBe(
      false,
    );
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
  const kept = (state: ReleaseState, current: ReleaseState | null = state): ReleaseRecord => ({
    state,
    current,
    version: 2,
    standings: frozen,
    digest: "0".repeat(64),
    sheetsDigest: "1".repeat(64),
    publishedAt: new Date(0),
    noticeEndsOn: null,
    correctionReason: null,
    replacedBy: null,
    of: { state: "closed", kind: "heat", imported: false, rehearsal: false } as const,
  });

  it.each(releaseStates.filter((state) => state !== "published"))("is nothing of a release that is %s", (state) => {
    expect(publicView(kept(state))).toBeNull();
  });
  it("is a replaced version for as long as the one that replaced it is public", () => {
    expect(publicView(kept("superseded", "published"))?.standings.state).toBe("superseded");
    for (const current of ["withdrawn", "superseded", null] as const)
      expect(publicView(kept("superseded", current))).toBeNull();
    for (const state of ["proposed", "confirmed", "voided", "withdrawn"] as const)
      expect(publicView(kept(state, "published"))).toBeNull();
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
  it("can be checked by anyone: the published JSON less its state, with the digest of the sheets, has the digest", () => {
    const { digest, sheetsDigest } = signedTable({ ...frozen }, { salt: "salt", sheets: [] });
    const { state: _, ...published } = publicView(kept("published"))?.standings ?? {};
    expect(digestOf({ ...published, sheets: sheetsDigest })).toBe(digest);
  });
  it.each([
    ["1", 1],
    ["12", 12],
    ["0", null],
    ["01", null],
    ["-1", null],
    ["1.0", null],
    ["x", null],
    ["99999", null],
    [undefined, null],
  ])("is a version by its number: %j is %j", (text, version) => {
    expect(versionIn(text)).toBe(version);
  });
});
