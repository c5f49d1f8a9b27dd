import type { Actor, Role } from "~/rules/accounts/access.ts";
import type { Db } from "../../client.ts";

let made = 0;

/** A person with an account, and the grants given: each `{ role }` with an edition, a round, or neither (everywhere). */
export async function makePerson(
  db: Db,
  given: {
    name?: string;
    email?: string;
    locale?: "zh-CN" | "en";
    grants?: { role: Role; editionId?: number; roundId?: number }[];
  } = {},
): Promise<Actor> {
  const number = ++made;
  const id = `person-${process.pid}-${Date.now().toString(36)}-${number}`;
  const person = {
    id,
    name: given.name ?? `Person ${number}`,
    email: given.email ?? `${id}@example.com`,
    locale: given.locale ?? "zh-CN",
  };
  await db
    .insertInto("users")
    .values({ ...person, emailVerified: true })
    .execute();
  const grants = (given.grants ?? []).map((grant) => ({
    role: grant.role,
    editionId: grant.editionId ?? null,
    roundId: grant.roundId ?? null,
  }));
  if (grants.length > 0)
    await db
      .insertInto("roleGrants")
      .values(grants.map((grant) => ({ ...grant, userId: id })))
      .execute();
  return { ...person, grants };
}
