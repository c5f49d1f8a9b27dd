import { expect, test } from "vitest";
import { type Role, roles } from "../accounts/access.ts";
import { readsObjections, revealed, revealReason } from "./objector-secrecy.ts";

test("an objection is read by the discipline office of its own edition, and by nobody else", () => {
  const grants = (role: Role, editionId: number) => ({ grants: [{ role, editionId, roundId: null }] });
  const place = { editionId: 6, roundId: 1 };
  expect(roles.filter((role) => readsObjections(grants(role, 6), place))).toEqual(["supervisor"]);
  expect(readsObjections(grants("supervisor", 5), place)).toBe(false);
});

test("the name is told for a reason, and the way to the private page is not told", () => {
  expect([" why ", "为什么", "to call them back"].map((reason) => revealReason.safeParse(reason).success)).toEqual([
    false,
    false,
    true,
  ]);
  const person = { kind: "person", name: "王", contactPerson: null, phone: "1", email: null, link: "secret" } as const;
  expect(revealed(person)).toEqual({ kind: "person", name: "王", contactPerson: null, phone: "1", email: null });
});
