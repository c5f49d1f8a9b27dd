import { sql } from "kysely";

/** Where a round of the query is held, in both languages: its hall, or the city where no hall is set. */
export const placeOfRound = [
  sql<string | null>`coalesce(rounds.venue, rounds.city)`.as("venue"),
  sql<string | null>`case when rounds.venue is null then rounds.city_en else rounds.venue_en end`.as("venueEn"),
] as const;
