import { type Kysely, sql, type Transaction } from "kysely";
import type { Role } from "~/rules/accounts/access.ts";
import type { FactorKind } from "~/rules/accounts/second-factor.ts";
import { type HeldRole, rolesThatSign } from "~/rules/releases/signing-wait.ts";
import type { DB } from "~db/schema.ts";

/** How the person holds that role in the round at that moment; null when they do not. One query. */
export async function findHeldRole(
  db: Kysely<DB>,
  { userId, role, roundId, at }: { userId: string; role: Role; roundId: number; at: Date },
): Promise<HeldRole | null> {
  const since = sql<Date>`role_held_since(${userId}, ${role}, rounds.id)`;
  const held = await db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .where("rounds.id", "=", roundId)
    .where(since, "is not", null)
    .select([
      since.as("since"),
      "editions.signingWaitHours as waitHours",
      sql<boolean>`signing_wait_is_waived(${userId}, ${role}, ${since}, rounds.id, ${at})`.as("waived"),
    ])
    .executeTakeFirst();
  return held ?? null;
}

/** Who can sign in a round, in which role and since when. */
export interface RoundSigner extends HeldRole {
  userId: string;
  name: string;
  email: string;
  role: Role;
  /** Who gave the role; null: the command line. */
  grantedBy: string | null;
  waiver: { reason: string; by: string | null; at: Date } | null;
}

/** Everybody with a signing role in the round, by its own grants, its edition's or those for everything; each role of a person once, by its earliest grant. One query. */
export async function findAllSigners(db: Kysely<DB>, roundId: number): Promise<RoundSigner[]> {
  const rows = await db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .innerJoin("roleGrants", (join) =>
      join.on((eb) =>
        eb.or([
          eb("roleGrants.roundId", "=", eb.ref("rounds.id")),
          eb("roleGrants.editionId", "=", eb.ref("editions.id")),
          eb.and([eb("roleGrants.roundId", "is", null), eb("roleGrants.editionId", "is", null)]),
        ]),
      ),
    )
    .innerJoin("users", "users.id", "roleGrants.userId")
    .leftJoin("users as granters", "granters.id", "roleGrants.grantedById")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("signingWaivers")
          .leftJoin("users as waivers", "waivers.id", "signingWaivers.waivedById")
          .whereRef("signingWaivers.roundId", "=", "rounds.id")
          .whereRef("signingWaivers.userId", "=", "roleGrants.userId")
          .whereRef("signingWaivers.role", "=", "roleGrants.role")
          .whereRef("signingWaivers.waivedAt", ">=", "roleGrants.grantedAt")
          .select(["signingWaivers.reason", "signingWaivers.waivedAt", "waivers.name as waivedBy"])
          .orderBy("signingWaivers.id", "desc")
          .limit(1)
          .as("waiver"),
      (join) => join.onTrue(),
    )
    .where("rounds.id", "=", roundId)
    .where("roleGrants.role", "in", [...rolesThatSign])
    .distinctOn(["roleGrants.role", "users.name", "users.id"])
    .select(["users.id as userId", "users.name", "users.email", "roleGrants.role", "roleGrants.grantedAt as since"])
    .select(["granters.name as grantedBy", "editions.signingWaitHours as waitHours"])
    .select(["waiver.reason", "waiver.waivedAt", "waiver.waivedBy"])
    .orderBy("roleGrants.role")
    .orderBy("users.name")
    .orderBy("users.id")
    .orderBy("roleGrants.grantedAt")
    .execute();
  const inOrder = (role: string) => rolesThatSign.indexOf(role as Role);
  return rows
    .map(({ reason, waivedAt, waivedBy, role, ...signer }) => ({
      ...signer,
      role: role as Role,
      waived: waivedAt !== null,
      waiver: reason === null || waivedAt === null ? null : { reason, by: waivedBy, at: waivedAt },
    }))
    .sort((a, b) => inOrder(a.role) - inOrder(b.role));
}

/** Lets somebody sign in the round before their wait is over; `waivedById` null: on the command line. */
export async function insertSigningWaiver(
  trx: Transaction<DB>,
  waiver: {
    roundId: number;
    userId: string;
    role: Role;
    reason: string;
    waivedById: string | null;
    factor: FactorKind | null;
    waivedAt: Date;
  },
): Promise<void> {
  await trx.insertInto("signingWaivers").values(waiver).execute();
}

/** Sets how many hours the edition asks of whoever signs; answers how many it asked before. */
export async function updateSigningWait(trx: Transaction<DB>, editionId: number, hours: number): Promise<number> {
  const before = await trx
    .selectFrom("editions")
    .where("id", "=", editionId)
    .select("signingWaitHours")
    .forUpdate()
    .executeTakeFirstOrThrow();
  await trx.updateTable("editions").set({ signingWaitHours: hours }).where("id", "=", editionId).execute();
  return before.signingWaitHours;
}
