import type { Kysely } from "kysely";
import type { ReleaseState } from "~/rules/releases/release.ts";
import { noStage, type Visible, visibleNow } from "~/rules/releases/visible.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import { type PublicStage, publicStageOf } from "~/rules/stage/public-stage.ts";
import type { DB } from "~db/schema.ts";

// What these queries select is what anybody may read. Everything here must be in a table that announces its changes
// (migration 005), or the pages made from it are kept too long.

/** An edition's heats and final as the public sees them, in the order of the tour. One query. */
export async function findAllPublicRounds(db: Kysely<DB>, editionId: number) {
  const rows = await publicRounds(db)
    .where("rounds.editionId", "=", editionId)
    .orderBy((eb) => eb("rounds.kind", "=", "final"))
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.flatMap((row) => asPublic(row));
}

/** One round as the public sees it, with its edition; undefined when the public sees none of that slug. One query. */
export async function findPublicRound(db: Kysely<DB>, slug: string) {
  const row = await publicRounds(db)
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select([
      "rounds.pitchMinutes",
      "rounds.defenceMinutes",
      "editions.slug as editionSlug",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "editions.state as editionState",
      "editions.applyOpensAt",
      "editions.applyClosesAt",
      "editions.contact",
      "editions.page",
    ])
    .where("rounds.slug", "=", slug)
    .where("editions.state", "<>", "draft")
    .executeTakeFirst();
  return row && asPublic(row)[0];
}

/** Everything that a search engine may know of: what has a page of its own. Of an archived edition only what was published. Two queries. */
export async function findPublicAddresses(db: Kysely<DB>) {
  const [editions, rounds] = await Promise.all([
    db.selectFrom("editions").select(["slug", "state"]).where("state", "<>", "draft").orderBy("id").execute(),
    publicRounds(db)
      .innerJoin("editions", "editions.id", "rounds.editionId")
      .select(["editions.slug as editionSlug", "editions.state as editionState"])
      .where("editions.state", "<>", "draft")
      .orderBy("rounds.id")
      .execute(),
  ]);
  const shown = rounds.flatMap((row) => asPublic(row));
  return {
    editions: editions.filter(
      ({ slug, state }) => state === "open" || shown.some((round) => round.editionSlug === slug),
    ),
    rounds: shown.filter(({ editionState, stage }) => editionState === "open" || stage === "published"),
  };
}

/**
 * What the interface lists of rounds: those with a page and, of reviews too, those whose results are published; of one
 * edition, or of all that the public sees, in the order of the tour. One query.
 */
export async function findAllListedRounds(
  db: Kysely<DB>,
  { edition, round }: { edition?: string; round?: string } = {},
) {
  const rows = await publicRounds(db)
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select("editions.slug as edition")
    .where("editions.state", "<>", "draft")
    .$if(edition !== undefined, (query) => query.where("editions.slug", "=", edition ?? ""))
    .$if(round !== undefined, (query) => query.where("rounds.slug", "=", round ?? ""))
    .orderBy("editions.ordinal", (order) => order.desc().nullsLast())
    .orderBy("editions.id", "desc")
    .orderBy((eb) => eb("rounds.kind", "=", "final"))
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.flatMap((row) => asPublic(row, ({ page, results }) => page || results));
}

/** The editions that the public sees, the newest first: open ones, and archived ones with a round to show. Two queries. */
export async function findAllListedEditions(db: Kysely<DB>) {
  const [editions, rounds] = await Promise.all([
    db
      .selectFrom("editions")
      .select(["slug", "title", "titleEn", "state", "applyOpensAt", "applyClosesAt"])
      .where("state", "<>", "draft")
      .orderBy("ordinal", (order) => order.desc().nullsLast())
      .orderBy("id", "desc")
      .execute(),
    findAllListedRounds(db),
  ]);
  const shown = new Set(rounds.map(({ edition }) => edition));
  return editions.filter(({ slug, state }) => state === "open" || shown.has(slug));
}

function publicRounds(db: Kysely<DB>) {
  return db
    .selectFrom("realRounds as rounds")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .select((eb) => [
      "rounds.slug",
      "rounds.kind",
      "rounds.title",
      "rounds.titleEn",
      "rounds.city",
      "rounds.cityEn",
      "rounds.venue",
      "rounds.venueEn",
      "rounds.startsAt",
      "rounds.timeZone",
      "rounds.state",
      "rounds.origin",
      "rounds.rehearsalOfId",
      "tracks.title as trackTitle",
      "tracks.titleEn as trackTitleEn",
      eb
        .selectFrom("releases")
        .select("releases.state")
        .whereRef("releases.roundId", "=", "rounds.id")
        .where("releases.state", "=", "published")
        .as("releaseState"),
    ])
    .where("rounds.state", "<>", "draft");
}

interface PublicRow {
  state: string;
  kind: string;
  origin: string;
  rehearsalOfId: number | null;
  releaseState: string | null;
}

/** The round as the public sees it, in a list of one; an empty list where the public knows nothing of it. */
function asPublic<R extends PublicRow>(
  { state, releaseState, origin, rehearsalOfId, ...row }: R,
  isShown = ({ page }: Visible) => page,
) {
  const kind = row.kind as RoundKind;
  const visible = visibleNow({
    ...noStage,
    kind,
    state: state as RoundState,
    imported: origin === "import",
    rehearsal: rehearsalOfId !== null,
    release: releaseState === null ? null : { state: releaseState as ReleaseState },
  });
  if (!isShown(visible)) return [];
  const stage: PublicStage = visible.results ? "published" : publicStageOf(state as Exclude<RoundState, "draft">, kind);
  return [{ ...row, kind, stage }];
}
