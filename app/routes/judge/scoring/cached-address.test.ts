import { expect, it } from "vitest";
import { addressesOf, cachedAddress, isSignedOutAnswer, mayCache } from "./cached-address.ts";

const at = (path: string) => new URL(path, "https://contest.example");
const answer = { status: 200, redirected: false, type: "basic" as ResponseType };

it.each([
  ["/judge", "page", "/judge"],
  ["/judge.data", "data", "/judge.data"],
  ["/judge/beijing-6", "page", "/judge/beijing-6"],
  ["/judge/beijing-6.data?_routes=root", "data", "/judge/beijing-6.data"],
  ["/judge/beijing-6/12", "page", "/judge/beijing-6/12"],
  ["/judge/beijing-6/12.data", "data", "/judge/beijing-6/12.data"],
])("%s is kept as %s", (path, kind, key) => {
  expect(cachedAddress(at(path))).toEqual({ kind, path: key });
});

it.each([
  "/",
  "/results",
  "/pair",
  "/judges",
  "/judgement/x",
  "/sign-in?returnTo=/judge",
  "/account",
  "/apply/judge/x",
  "/organize/rounds/beijing-6/table",
  "/live/rounds/beijing-6",
  "/files/5",
  "/api/ready",
  "/_root.data",
  "/judge/beijing-6/conflicts",
  "/judge/beijing-6/conflicts.data",
  "/judge/beijing-6/practice",
  "/judge/beijing-6/practice.data",
  "/judge/beijing-6/beat",
  "/judge/beijing-6/12/application",
  "/judge/beijing-6/12/draft",
  "/judge/beijing-6/12/send",
])("%s is not kept", (path) => {
  expect(cachedAddress(at(path))).toBeNull();
});

it("keeps the list of which script belongs to which page", () => {
  expect(cachedAddress(at("/assets/manifest-0a1b2c3d.js"))).toEqual({ kind: "routes" });
  expect(cachedAddress(at("/assets/manifest-0a1b2c3d.js/x"))).toBeNull();
});

it("keeps an answer only whole and as it was asked for", () => {
  const page = at("/judge/beijing-6");
  expect(mayCache(page, answer)).toBe(true);
  expect(mayCache(at("/judge/beijing-6.data?_routes=root"), answer)).toBe(false);
  for (const other of [{ status: 404 }, { status: 202 }, { redirected: true }, { type: "opaqueredirect" as const }])
    expect(mayCache(page, { ...answer, ...other })).toBe(false);
});

it("knows from an answer that the judge is signed out", () => {
  expect(isSignedOutAnswer(answer)).toBe(false);
  expect(isSignedOutAnswer({ ...answer, status: 404 })).toBe(false);
  expect(isSignedOutAnswer({ ...answer, status: 503 })).toBe(false);
  for (const other of [{ status: 401 }, { status: 202 }, { redirected: true }, { type: "opaqueredirect" as const }])
    expect(isSignedOutAnswer({ ...answer, ...other })).toBe(true);
});

it("needs of a round its order and all its sheets, as pages and as data", () => {
  expect(addressesOf("beijing-6", ["1", "2"])).toEqual([
    "/judge",
    "/judge.data",
    "/judge/beijing-6",
    "/judge/beijing-6.data",
    "/judge/beijing-6/1",
    "/judge/beijing-6/1.data",
    "/judge/beijing-6/2",
    "/judge/beijing-6/2.data",
  ]);
});
