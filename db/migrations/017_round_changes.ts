import { statements } from "./statements.ts";

/**
 * Searches find new rows in the index itself, not in a list that waits for the next vacuum; rows with changes under way come
 * in the list's order; and which rounds have just changed is left in a table instead of announced.
 */
export const up = statements(`
  alter index applications_search_grams set (fastupdate = off);
  alter index applications_title_grams set (fastupdate = off);
  alter index applications_patent_numbers set (fastupdate = off);
  drop index applications_rewritten;
  create index applications_rewritten on applications (edition_id, submitted_at, id)
    where working is not null and submitted_at is not null;

  create unlogged table round_changes (
    xid xid8 not null default pg_current_xact_id(),
    round integer not null,
    tablets boolean not null
  );
  create index round_changes_xid on round_changes (xid);
  comment on table round_changes is 'which rounds transactions of the last minutes were about: who follows a round asks for what was committed since they last asked';
  comment on column round_changes.tablets is 'only a tablet''s sign of life';
`);
