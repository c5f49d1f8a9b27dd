import { statements } from "./statements.ts";

/** What the product knows of its own health: what each serving process says of itself, and what was told of it to whom runs it. */
export const up = statements(`
  create table server_processes (
    name text primary key check (length(name) between 1 and 200),
    started_at timestamptz not null,
    seen_at timestamptz not null,
    listening boolean not null,
    lag_ms integer not null check (lag_ms >= 0),
    database_ms integer not null check (database_ms >= 0),
    clock_ms integer not null,
    disk_free bigint check (disk_free >= 0),
    disk_size bigint check (disk_size > 0),
    viewers integer not null check (viewers >= 0),
    round_viewers jsonb not null default '{}' check (jsonb_typeof(round_viewers) = 'object')
  );
  create index server_processes_seen_at on server_processes (seen_at);
  comment on table server_processes is 'the processes that serve, as each said of itself last; one that ends takes its row away';
  comment on column server_processes.seen_at is 'by the database''s clock';
  comment on column server_processes.listening is 'whether it hears of changes, without which its event streams stand still';
  comment on column server_processes.lag_ms is 'by how much the event loop was late at its 99th percentile';
  comment on column server_processes.database_ms is 'how long an answer took, with the wait for a connection of the pool';
  comment on column server_processes.clock_ms is 'the database''s clock less the process''s';
  comment on column server_processes.round_viewers is 'open event streams by the round''s id';

  create table alarms (
    thing text primary key check (thing in ('database', 'disk', 'loop', 'streams', 'clock', 'mail', 'jobs', 'seal', 'watch')),
    open boolean not null,
    reported_at timestamptz not null
  );
  comment on table alarms is 'what was told last of each thing: that it is bad (open), or that it is well again';
  comment on column alarms.reported_at is 'when it was last told that it is bad';

  create table watches (
    one boolean primary key default true check (one),
    at timestamptz not null
  );
  comment on table watches is 'when somebody last looked whether all is well, whichever process did it';
`);
