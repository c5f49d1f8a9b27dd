import { statements } from "./statements.ts";

/** Who goes on from the heats into the final: every line that was drawn, and what happened since. */
export const up = statements(`
  create table advancements (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    version smallint not null check (version > 0),
    rule jsonb not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    drawn_by_id text not null references users (id),
    drawn_at timestamptz not null default now(),
    unique (round_id, version)
  );
  create index advancements_drawn_by_id on advancements (drawn_by_id);
  comment on column advancements.round_id is 'the final';

  create table advancement_places (
    advancement_id integer not null references advancements (id),
    entry_id integer not null references entries (id),
    release_id integer not null references releases (id),
    standing text not null check (standing in ('advanced', 'wildcard', 'substitute', 'cut')),
    outcome text not null check (outcome in ('advanced', 'wildcard', 'substitute', 'cut', 'withdrawn')),
    reason jsonb not null,
    rank integer,
    total text,
    moved_up_at timestamptz,
    moved_up_by_id text references users (id),
    primary key (advancement_id, entry_id),
    check ((moved_up_at is null) = (moved_up_by_id is null)),
    check (moved_up_at is null or outcome = 'substitute')
  );
  create index advancement_places_entry_id on advancement_places (entry_id);
  create index advancement_places_release_id on advancement_places (release_id);
  create index advancement_places_moved_up_by_id on advancement_places (moved_up_by_id);
  comment on table advancement_places is 'the entries of the heats as the line found them, each with the release that its result was published by';

  create table advancement_withdrawals (
    entry_id integer primary key references entries (id),
    withdrawn_by_id text not null references users (id),
    withdrawn_at timestamptz not null default now(),
    left_key text
  );
  create index advancement_withdrawals_withdrawn_by_id on advancement_withdrawals (withdrawn_by_id);
  comment on column advancement_withdrawals.entry_id is 'of the heat';
  comment on column advancement_withdrawals.left_key is 'its key in the final, when it was in it already: nobody else gets that one';

  create table advancement_decisions (
    id integer generated always as identity primary key,
    recorded_by_id text not null references users (id),
    recorded_at timestamptz not null default now()
  );
  create index advancement_decisions_recorded_by_id on advancement_decisions (recorded_by_id);
  comment on table advancement_decisions is 'the panel''s decisions on entries of heats that share a line or a free place';

  create table advancement_decision_places (
    decision_id integer not null references advancement_decisions (id),
    entry_id integer not null references entries (id),
    place smallint not null check (place > 0),
    primary key (decision_id, entry_id)
  );
  create index advancement_decision_places_entry_id on advancement_decision_places (entry_id);
  comment on column advancement_decision_places.place is 'the smaller place is the better one';

  create table final_departures (
    round_id integer not null references rounds (id),
    entry_id integer not null references entries (id),
    key text not null,
    ticket text not null,
    kept jsonb not null,
    left_at timestamptz not null default now(),
    primary key (round_id, entry_id),
    unique (round_id, key)
  );
  create index final_departures_entry_id on final_departures (entry_id);
  comment on table final_departures is 'who was taken out of a final: their key there is nobody else''s';
  comment on column final_departures.entry_id is 'of the heat';
  comment on column final_departures.kept is 'declared ties and sign-in, as rows: they come back with the entry';
`);
