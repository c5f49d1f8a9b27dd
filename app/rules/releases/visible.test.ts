import { describe, expect, test } from "vitest";
import { roundKinds, roundStates } from "../rounds/round.ts";
import type { StageScreen } from "../stage/conduct.ts";
import { type ReleaseState, releaseStates } from "./release.ts";
import { noStage, type PublicFacts, visibleNow } from "./visible.ts";

const screens: (StageScreen | null)[] = [
  null,
  { name: "waiting" },
  { name: "presenting" },
  { name: "score", entry: "1" },
  { name: "scoreboard" },
  { name: "draw" },
  { name: "reveal", step: 3 },
  { name: "message", text: "茶歇", textEn: "" },
];
const releases: (ReleaseState | null)[] = [null, ...releaseStates];
const yesNo = [true, false];

/** Every state × release × screen × setting, with a project whose sheets are all in: data that could leak. */
const situations = roundStates.flatMap((state) =>
  releases.flatMap((release) =>
    screens.flatMap((screen) =>
      yesNo.flatMap((scoresOnStage) =>
        yesNo.flatMap((scoreboardOnStage) =>
          yesNo.map(
            (rehearsal): PublicFacts => ({
              state,
              kind: "heat",
              imported: false,
              screen,
              scoresOnStage,
              scoreboardOnStage,
              rehearsal,
              release: release && { state: release },
              freezeAfter: null,
              notice: null,
              opened: ["1", "2"],
              complete: new Set(["1"]),
            }),
          ),
        ),
      ),
    ),
  ),
);

test("there are as many situations as there are states, releases, screens and settings", () => {
  expect(situations).toHaveLength(6 * 7 * 8 * 8);
});

test("results are seen of a published release alone, and never of a rehearsal", () => {
  for (const facts of situations)
    expect(visibleNow(facts).results).toBe(facts.release?.state === "published" && !facts.rehearsal);
});

test("the notice is seen with the results alone, open to the end of its last day in Beijing and closed from then on", () => {
  const seen = (facts: PublicFacts, endsOn: string | null, at: string) =>
    visibleNow({ ...facts, notice: { endsOn, at: new Date(at) } }).notice;
  for (const facts of situations) {
    const { results, notice } = visibleNow(facts);
    expect(notice).toBe(null);
    expect(seen(facts, null, "2026-11-30T15:59:59Z")).toBe(null);
    expect(seen(facts, "2026-11-30", "2026-11-30T15:59:59Z")).toBe(results ? "open" : null);
    expect(seen(facts, "2026-11-30", "2026-11-30T16:00:00Z")).toBe(results ? "closed" : null);
  }
});

test("the round has a page once it is no draft, unless it is a review, a rehearsal, or an import without a result", () => {
  const known = roundStates.flatMap((state) =>
    roundKinds.flatMap((kind) =>
      yesNo.flatMap((imported) =>
        yesNo.flatMap((rehearsal) =>
          releases
            .map((release) => ({
              ...noStage,
              state,
              kind,
              imported,
              rehearsal,
              release: release && { state: release },
            }))
            .filter((facts) => visibleNow(facts).page),
        ),
      ),
    ),
  );
  expect(known).not.toHaveLength(0);
  for (const { state, kind, rehearsal, imported, release } of known) {
    expect([state === "draft", kind === "preliminary", rehearsal]).toEqual([false, false, false]);
    expect(!imported || release?.state === "published").toBe(true);
  }
});

test("of results that were withdrawn the stage shows no number, whatever its screens are told", () => {
  const withdrawn = situations.filter((facts) => facts.release?.state === "withdrawn");
  expect(withdrawn).not.toHaveLength(0);
  for (const facts of withdrawn)
    expect(visibleNow(facts).stage).toMatchObject({ score: null, scoreboard: null, reveal: null });
  const other = situations.filter(({ release }) => release?.state !== "withdrawn" && release !== null);
  expect(other.some((facts) => visibleNow(facts).stage.reveal !== null)).toBe(true);
});

test("while a version is published the stage takes every figure from it, and shows no sheets", () => {
  for (const facts of situations) {
    const { stage } = visibleNow(facts);
    expect(stage.figures).toBe(facts.release?.state === "published" ? "published" : "live");
    if (stage.figures === "published") expect(stage.score).toBeNull();
  }
});

test("a score is seen on its own screen, where the round shows scores, while it is judged or closed", () => {
  const seen = situations.filter((facts) => visibleNow(facts).stage.score !== null);
  expect(seen).not.toHaveLength(0);
  for (const { state, screen, scoresOnStage } of seen)
    expect([["judging", "closed"].includes(state), screen?.name, scoresOnStage]).toEqual([true, "score", true]);
});

test("the scoreboard is seen on its own screen, where the round shows one", () => {
  const seen = situations.filter((facts) => visibleNow(facts).stage.scoreboard !== null);
  expect(seen).not.toHaveLength(0);
  for (const { state, screen, scoreboardOnStage } of seen)
    expect([["judging", "closed"].includes(state), screen?.name, scoreboardOnStage]).toEqual([
      true,
      "scoreboard",
      true,
    ]);
});

test("of the ceremony nothing is seen before the round is closed", () => {
  const seen = situations.filter((facts) => visibleNow(facts).stage.reveal !== null);
  expect(seen).not.toHaveLength(0);
  for (const { state, screen } of seen) expect([state, screen?.name]).toEqual(["closed", "reveal"]);
});

describe("while a round is judged with everything on stage", () => {
  const facts: PublicFacts = {
    state: "judging",
    kind: "heat",
    imported: false,
    rehearsal: false,
    release: null,
    notice: null,
    scoresOnStage: true,
    scoreboardOnStage: true,
    screen: { name: "scoreboard" },
    freezeAfter: null,
    opened: ["3", "1", "2"],
    complete: new Set(["1", "2", "3"]),
  };
  const board = (other: Partial<PublicFacts>) => visibleNow({ ...facts, ...other }).stage.scoreboard;

  test("the scoreboard holds the projects whose sheets are all in", () => {
    expect(board({})).toEqual(["3", "1", "2"]);
    expect(board({ complete: new Set(["1"]) })).toEqual(["1"]);
  });

  test("the scoreboard stands still after the freeze, in the order in which scoring was opened", () => {
    expect(board({ freezeAfter: 2 })).toEqual(["3", "1"]);
    expect(board({ freezeAfter: 0 })).toEqual([]);
  });

  test("beyond the freeze no single score is seen either; of a project before it the score is", () => {
    const score = (entry: string, other: Partial<PublicFacts>) =>
      visibleNow({ ...facts, screen: { name: "score", entry }, ...other }).stage.score;
    for (const state of ["judging", "closed"] as const)
      expect(["3", "1", "2"].map((entry) => score(entry, { state, freezeAfter: 2 }))).toEqual(["3", "1", null]);
    expect(score("3", { freezeAfter: 0 })).toBeNull();
    expect(score("2", { freezeAfter: 3 })).toBe("2");
    expect(score("2", { freezeAfter: 3, opened: ["3", "1"] })).toBeNull();
    expect(score("2", { freezeAfter: null, opened: [] })).toBe("2");
  });

  test("no score is seen while a sheet is missing", () => {
    const score = (complete: string[]) =>
      visibleNow({ ...facts, screen: { name: "score", entry: "1" }, complete: new Set(complete) }).stage.score;
    expect(score(["1"])).toBe("1");
    expect(score(["2", "3"])).toBeNull();
  });
});
