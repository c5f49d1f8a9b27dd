import { expect, test } from "vitest";
import { editionBasicsSchema } from "./edition-basics.ts";

const edition = { slug: "7", title: "第七届", state: "open" };
const refusedPaths = (given: object) =>
  editionBasicsSchema.safeParse({ ...edition, ...given }).error?.issues.map(({ path }) => path.join("."));

test.each([
  [{ applyOpensAt: "2027-03-01T09:00", applyClosesAt: "2027-05-31T17:00", retentionOn: "2027-06-01" }, undefined],
  [{ applyOpensAt: "2027-05-31T17:00", applyClosesAt: "2027-05-31T17:00" }, ["applyClosesAt"]],
  [{ applyClosesAt: "2027-05-31T17:00", retentionOn: "2027-05-31" }, ["retentionOn"]],
  [{ applyOpensAt: "2027-02-30T09:00" }, ["applyOpensAt"]],
  [{ retentionOn: "2027-02-30" }, ["retentionOn"]],
  [{ applyClosesAt: "9".repeat(20), retentionOn: "2027-06-01" }, ["applyClosesAt"]],
  [{ applyOpensAt: "9".repeat(20), applyClosesAt: "9".repeat(20), retentionOn: "9".repeat(20) }, 3],
])("the dates of an edition are days and times, one after the other: %j", (given, refused) => {
  const paths = refusedPaths(given);
  if (typeof refused === "number") expect(paths?.length).toBe(refused);
  else expect(paths).toEqual(refused);
});
