import { formatListPosition, listPositionOf } from "../../app/rules/screening/screening-order.ts";
import { createAuth } from "../../app/services/auth/auth.ts";
import type { Database } from "../../db/client.ts";
import { findScreeningPage } from "../../db/queries/screening/screening.ts";
import { makeEdition, makeRound } from "../../db/seed/factories/heats.ts";
import { makeManyApplications, makePerson } from "../../db/seed/factories/many-applications.ts";
import { cookieOf, startBare } from "./judges.ts";
import { compare, percent, rateOf } from "./measure.ts";

const count = 10_000;
const load = { connections: 4, seconds: 4 };

/**
 * The screening list over ten thousand applications, signed in: unfiltered against a bare handler that runs the same
 * queries and answers JSON, then searched, filtered, sorted and deep within. The table is as it was filled: nobody has it
 * analysed first.
 */
export async function benchScreeningList(
  database: Database,
  given: { url: string; barePort: number; databaseUrl: string; secret: string },
): Promise<string> {
  const scene = await makeScene(database);
  const auth = createAuth({ db: database.db, baseUrl: given.url, secret: given.secret });
  const headers = { cookie: await cookieOf(auth, scene.desk.me) };
  const list = `${given.url}/organize/editions/${scene.slug}/applications`;
  const middle = await placeInTheMiddle(database, scene.desk);
  const variants = {
    "searched by Chinese (芯片)": "?search=%E8%8A%AF%E7%89%87",
    "searched by pinyin initials (zn)": "?search=zn",
    "searched by a rare word": `?search=${await anyCode(database, scene.desk.editionId)}`,
    "the last page": "?last=yes",
    "filtered and sorted by title": "?group=company&eligibility=met&state=submitted&sort=title",
    "deep within, by title": `?sort=title&after=${encodeURIComponent(middle)}`,
  };
  const bare = await startBare(given.barePort, ["screening", given.databaseUrl, String(scene.desk.editionId)]);
  try {
    await rateOf({ ...load, url: list, headers, seconds: 2 });
    const {
      ours,
      bare: theirs,
      ratio,
      ratios,
    } = await compare(
      () => rateOf({ ...load, url: list, headers }),
      () => rateOf({ ...load, url: bare.url }),
    );
    const lines = [
      `screening list at 10,000 applications: p99 at 4 connections ${ours.p99ms} ms (aim ≤ 80 ms), ${ours.perSecond.toFixed(0)}/s`,
      `bare node:http, the same queries as JSON: p99 ${theirs.p99ms} ms, ${theirs.perSecond.toFixed(0)}/s`,
      `ratio ${percent(ratio)} (all: ${ratios.map(percent).join(", ")})`,
    ];
    for (const [name, query] of Object.entries(variants)) {
      const { p99ms, perSecond } = await rateOf({ ...load, url: list + query, headers });
      lines.push(`${name}: p99 ${p99ms} ms, ${perSecond.toFixed(0)}/s`);
    }
    return lines.join("\n");
  } finally {
    await bare.stop();
  }
}

async function makeScene({ db }: Database) {
  const { edition, groups, track } = await makeEdition(db, { slug: `list-${Date.now().toString(36)}` });
  const rounds = [];
  for (let heat = 0; heat < 7; heat++)
    rounds.push(await makeRound(db, { editionId: edition.id, slug: `${edition.slug}-${heat}`, state: "screening" }));
  const screeners = [];
  for (const name of ["审核员甲", "审核员乙", "审核员丙"])
    screeners.push(await makePerson(db, { name, grants: [{ role: "screener", editionId: edition.id }] }));
  await makeManyApplications(db, {
    editionId: edition.id,
    count,
    roundIds: rounds.map(({ id }) => id),
    trackIds: [track.id],
    groupIds: { company: groups.company.id, team: groups.team.id },
    screenerIds: screeners.map(({ id }) => id),
    mixed: true,
  });
  return { slug: edition.slug, desk: { editionId: edition.id, me: screeners[0]?.id ?? "" } };
}

/** The code of one application, which no other has. */
async function anyCode({ db }: Database, editionId: number): Promise<string> {
  const { code } = await db
    .selectFrom("applications")
    .select("code")
    .where("editionId", "=", editionId)
    .orderBy("id")
    .offset(3_000)
    .limit(1)
    .executeTakeFirstOrThrow();
  return code;
}

/** Where page 101 of 200 begins, by title. */
async function placeInTheMiddle({ db }: Database, desk: { editionId: number; me: string }): Promise<string> {
  const { id, ...row } = await db
    .selectFrom("applications")
    .select(["id", "state", "projectTitle", "eligibility", "submittedAt"])
    .where("editionId", "=", desk.editionId)
    .orderBy("projectTitle")
    .offset(count / 2)
    .limit(1)
    .executeTakeFirstOrThrow();
  const place = listPositionOf({ id, ...row }, "title");
  const { length } = await findScreeningPage(db, desk, { sort: "title" }, { after: place });
  if (length === 0) throw new Error("nothing lies deep within");
  return formatListPosition(place);
}
