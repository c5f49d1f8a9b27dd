import { statements } from "./statements.ts";

/** Preliminary review: which judge reviews which application, from whom what is hidden, and who must not. */
export const up = statements(`
  create table review_settings (
    round_id integer primary key references rounds (id),
    reviews_per_entry smallint not null check (reviews_per_entry between 1 and 9),
    blind_fields text[] not null default '{}',
    same_employer boolean not null default true,
    same_school boolean not null default false,
    same_recommender boolean not null default true
  );
  comment on column review_settings.blind_fields is 'fields of the application that judges do not see';

  create table panel_member_tracks (
    panel_member_id integer not null references panel_members (id) on delete cascade,
    track_id integer not null references tracks (id),
    primary key (panel_member_id, track_id)
  );
  create index panel_member_tracks_track_id on panel_member_tracks (track_id);

  create table assignments (
    round_id integer not null,
    entry_id integer not null,
    judge_id integer not null,
    origin text not null check (origin in ('computed', 'hand')),
    assigned_by_id text not null references users (id),
    assigned_at timestamptz not null default now(),
    primary key (entry_id, judge_id),
    foreign key (round_id, entry_id) references entries (round_id, id) on delete cascade,
    foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade
  );
  create index assignments_judge_id on assignments (judge_id);
  create index assignments_round_id on assignments (round_id, entry_id);
  create index assignments_round_judge on assignments (round_id, judge_id);
  create index assignments_assigned_by_id on assignments (assigned_by_id);

  create table unassignments (
    round_id integer not null,
    entry_id integer not null,
    judge_id integer not null,
    taken_off_by_id text not null references users (id),
    taken_off_at timestamptz not null default now(),
    primary key (entry_id, judge_id),
    foreign key (round_id, entry_id) references entries (round_id, id) on delete cascade,
    foreign key (round_id, judge_id) references panel_members (round_id, id) on delete cascade
  );
  create index unassignments_judge_id on unassignments (judge_id);
  create index unassignments_round_id on unassignments (round_id, entry_id);
  create index unassignments_round_judge on unassignments (round_id, judge_id);
  create index unassignments_taken_off_by_id on unassignments (taken_off_by_id);
`);
