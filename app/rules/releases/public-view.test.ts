import { describe, expect, it } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import { publicView, type ReleaseRecord, versionIn } from "./public-view.ts";
import { type ReleaseState, releaseStates } from "./release.ts";
import { type FrozenStandings, signedTable } from "./signed-table.ts";

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
