import type { Actor, Role } from "~/rules/accounts/access.ts";
import type { Db } from "../../client.ts";
import { makeFactor } from "../factories/second-factors.ts";

/** The people of the demo. Each has an address at demo.example and can be signed in as with one click. */
export interface DemoPeople {
  organizer: Actor;
  scorer: Actor;
  supervisor: Actor;
  conductor: Actor;
  screeners: Actor[];
  applicant: Actor;
  recommender: Actor;
  guest: Actor;
  judges: Actor[];
}

const judges = ["周牧之", "吴静姝", "郑伯远", "Maria Solberg", "冯以安", "褚云深", "卫明舒"];

export async function makeDemoPeople(db: Db, editionId: number, at: Date): Promise<DemoPeople> {
  const make = async (key: string, name: string, role?: Role, locale: "zh-CN" | "en" = "zh-CN"): Promise<Actor> => {
    const person = { id: `demo-${key}`, name, email: `${key}@demo.example`, locale };
    await db
      .insertInto("users")
      .values({ ...person, emailVerified: true, createdAt: at, updatedAt: at })
      .execute();
    const grants = role ? [{ role, editionId, roundId: null }] : [];
    if (role) await db.insertInto("roleGrants").values({ role, editionId, userId: person.id, grantedAt: at }).execute();
    return { ...person, grants };
  };
  /** Whoever signs results has a second factor, with the key that the demo tells. */
  const signing = async (person: Actor): Promise<Actor> => {
    await makeFactor(db, person, at);
    return person;
  };
  return {
    organizer: await signing(await make("organizer", "顾清和", "organizer")),
    scorer: await make("scorer", "潘以诚", "scorer"),
    supervisor: await signing(await make("supervisor", "严守正", "supervisor")),
    conductor: await make("conductor", "钟晓帆", "conductor"),
    screeners: [await make("screener1", "秦若水", "screener"), await make("screener2", "范知微", "screener")],
    applicant: await make("applicant", "沈思远"),
    recommender: await make("recommender", "曹闻达"),
    guest: await make("guest", "Elena Marchetti", undefined, "en"),
    judges: await Promise.all(
      judges.map((name, at) => make(`judge${at + 1}`, name, "judge", /[a-z]/.test(name) ? "en" : "zh-CN")),
    ),
  };
}
