import { describe, expect, it } from "vitest";
import type { Role } from "../accounts/access.ts";
import {
  nextStep,
  type Releasable,
  type ReleaseStep,
  type RoleSeparation,
  refusalOfStep,
  roleSeparations,
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
