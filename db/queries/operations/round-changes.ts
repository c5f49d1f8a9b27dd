/**
 * Of a snapshot that an earlier answer gave: the rounds of which something was committed since, each once as such and once for
 * signs of life, and the snapshot of now. Exact: a change is in one answer, however long its transaction took.
 */
export const roundChangesSince = `
  select pg_current_snapshot()::text as snapshot, coalesce((
    select json_agg(json_build_object('round', round, 'tablets', tablets))
    from (
      select distinct round, tablets from round_changes
      where xid >= pg_snapshot_xmin($1::pg_snapshot) and xid < pg_snapshot_xmax(pg_current_snapshot())
        and not pg_visible_in_snapshot(xid, $1::pg_snapshot)
    ) changed
  ), '[]') as changes`;

/** Takes away what had ended when the snapshot was taken, and what was copied here from another server (its numbers are ahead). */
export const forgetRoundChanges = `
  delete from round_changes
  where xid < pg_snapshot_xmin($1::pg_snapshot) or xid >= pg_snapshot_xmax(pg_current_snapshot())`;
