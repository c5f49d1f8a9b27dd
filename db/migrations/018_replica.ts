import { statements } from "./statements.ts";

/** Whether each process reads public pages from a replica, and how far that is behind. */
export const up = statements(`
  alter table server_processes
    add column replica_away_seconds integer check (replica_away_seconds >= 0),
    add column replica_bytes bigint check (replica_bytes >= 0);
  comment on column server_processes.replica_away_seconds is 'since when it cannot be read, 0 where it can; null: there is none';
  comment on column server_processes.replica_bytes is 'how much of the primary''s log it had not replayed; null where that cannot be told';

  alter table alarms drop constraint alarms_thing_check;
  alter table alarms add constraint alarms_thing_check check (thing in
    ('database', 'replica', 'disk', 'loop', 'streams', 'clock', 'mail', 'jobs', 'seal', 'watch'));
`);
