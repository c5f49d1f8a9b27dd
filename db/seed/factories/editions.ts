import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import type { Db } from "../../client.ts";

let made = 0;

/**
 * An open edition with two groups and a track, its intake open from a month ago to a month ahead. It is a first one, so that
 * beside the demo it is never the one of today; among its like the last one made is.
 */
export async function makeEdition(db: Db, given: { slug?: string; title?: string; titleEn?: string } = {}) {
  const month = 30 * 24 * 3600 * 1000;
  const edition = await db
    .insertInto("editions")
    .values({
      slug: given.slug ?? `edition-${process.pid}-${++made}`,
      title: given.title ?? `第${made}届`,
      titleEn: given.titleEn ?? `Edition ${made}`,
      state: "open",
      ordinal: 1,
      applyOpensAt: new Date(Date.now() - month),
      applyClosesAt: new Date(Date.now() + month),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const track = await db
    .insertInto("tracks")
    .values({ editionId: edition.id, key: "photonics", title: "光电通信", titleEn: "Photonics and communications" })
    .returningAll()
    .executeTakeFirstOrThrow();
  const [company, team] = await db
    .insertInto("groups")
    .values([
      { editionId: edition.id, key: "company", title: "企业组", titleEn: "Company group", company: true, position: 1 },
      { editionId: edition.id, key: "team", title: "创业团队组", titleEn: "Team group", company: false, position: 2 },
    ])
    .returningAll()
    .execute();
  if (!company || !team) throw new Error("the groups were not made");
  return { edition, track, groups: { company, team } };
}

/** A round of the edition, in the state given (default: a heat open for registration). */
export async function makeRound(
  db: Db,
  given: {
    editionId: number;
    trackId?: number;
    slug?: string;
    title?: string;
    kind?: RoundKind;
    state?: RoundState;
    capacity?: number;
    /** It is a rehearsal of that round. */
    rehearsalOfId?: number;
  },
) {
  const slug = given.slug ?? `heat-${process.pid}-${++made}${given.rehearsalOfId ? "-rehearsal-1" : ""}`;
  return await db
    .insertInto("rounds")
    .values({
      ...given,
      slug,
      kind: given.kind ?? "heat",
      title: given.title ?? `城市赛 ${slug}`,
      titleEn: `Heat ${slug}`,
      city: "上海",
      cityEn: "Shanghai",
      state: given.state ?? "registration",
      startsAt: new Date("2026-12-01T01:00:00Z"),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
