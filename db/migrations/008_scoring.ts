import { statements } from "./statements.ts";

/**
 * Sheets with their marks, recusals, what becomes of a sheet that has to be mended, came late or was written on paper,
 * signatures, and the panel's votes on ties.
 */
export const up = statements(`
  create table sheets (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    entry_id integer not null,
    judge_id integer not null,
    state text not null default 'draft' check (state in ('draft', 'submitted')),
    source text not null default 'tablet' check (source in ('tablet', 'paper', 'import')),
    version integer not null default 1,
    note text,
    submitted_at timestamptz,
    updated_at timestamptz not null default now(),
    ballot integer[],
    ballot_marks smallint,
    ballot_total bigint,
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    unique (entry_id, judge_id),
    unique (round_id, id),
    check ((state = 'submitted') = (submitted_at is not null)),
    check ((state = 'submitted') = (num_nonnulls(ballot, ballot_marks, ballot_total) = 3)),
    check (num_nonnulls(ballot, ballot_marks, ballot_total) in (0, 3))
  );
  alter table sheets alter column ballot set storage plain;
  create index sheets_judge_id on sheets (judge_id);
  comment on column sheets.ballot is 'the marks in the rubric''s order, null where one is lacking; written when the sheet is submitted and locked';
  comment on column sheets.ballot_total is 'Σ factor × mark, not rounded, in 0.00000001 points';

  create table marks (
    round_id integer not null,
    sheet_id integer not null,
    criterion_id integer not null,
    mark integer not null,
    max integer not null,
    step integer not null,
    primary key (round_id, sheet_id, criterion_id),
    foreign key (round_id, sheet_id) references sheets (round_id, id) on delete cascade,
    foreign key (round_id, criterion_id, max, step)
      references criteria (round_id, id, max, step) on update cascade,
    check (mark between 0 and max),
    check (mark % step = 0)
  );
  create index marks_criterion_id on marks (criterion_id);
  comment on column marks.mark is 'hundredths of a point; max and step are the criterion''s own, held by the foreign key';

  create table recusals (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    entry_id integer not null,
    judge_id integer not null,
    reason text not null check (length(trim(reason)) > 0),
    declared_by_id text references users (id),
    declared_at timestamptz not null default now(),
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    unique (entry_id, judge_id)
  );
  create index recusals_judge_id on recusals (judge_id);
  create index recusals_round_id on recusals (round_id);
  create index recusals_declared_by_id on recusals (declared_by_id);

  create table revisions (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    entry_id integer not null,
    judge_id integer not null,
    score numeric not null check (scale(score) <= 2 and abs(score) <= 1000000000),
    reason text not null check (length(trim(reason)) > 0),
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    unique (entry_id, judge_id)
  );
  create index revisions_round_id on revisions (round_id);
  create index revisions_judge_id on revisions (judge_id);
  comment on table revisions is 'the value that a judge gave after the panel had conferred; it stands beside the sheet, which stays as it was';

  create table deliberations (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    entry_id integer not null,
    spread numeric not null,
    state text not null default 'open' check (state in ('open', 'ended', 'confirmed')),
    opened_by_id text not null references users (id),
    opened_at timestamptz not null default now(),
    ended_by_id text references users (id),
    ended_at timestamptz,
    confirmed_by_id text references users (id),
    confirmed_at timestamptz,
    foreign key (round_id, entry_id) references entries (round_id, id),
    unique (entry_id),
    unique (round_id, id),
    check (num_nonnulls(ended_by_id, ended_at) = case when state = 'open' then 0 else 2 end),
    check (num_nonnulls(confirmed_by_id, confirmed_at) = case when state = 'confirmed' then 2 else 0 end),
    check (confirmed_by_id <> ended_by_id)
  );
  create index deliberations_round_id on deliberations (round_id);
  create index deliberations_opened_by_id on deliberations (opened_by_id);
  create index deliberations_ended_by_id on deliberations (ended_by_id);
  create index deliberations_confirmed_by_id on deliberations (confirmed_by_id);
  comment on table deliberations is 'a panel confers on an entry whose values lie far apart; what its judges give counts once a second person has confirmed the end';
  comment on column deliberations.spread is 'of the values when it began: in points, or in standard deviations';

  create table deliberation_values (
    round_id integer not null references rounds (id),
    deliberation_id integer not null,
    judge_id integer not null,
    score numeric not null check (scale(score) <= 2 and abs(score) <= 1000000000),
    reason text not null check (length(trim(reason)) > 0),
    given_at timestamptz not null default now(),
    primary key (deliberation_id, judge_id),
    foreign key (round_id, deliberation_id) references deliberations (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id)
  );
  create index deliberation_values_round_id on deliberation_values (round_id);
  create index deliberation_values_judge_id on deliberation_values (judge_id);
  comment on table deliberation_values is 'what a judge gave after conferring, once';

  create table part_scores (
    round_id integer not null references rounds (id),
    entry_id integer not null,
    part text not null check (part <> ''),
    score numeric not null check (scale(score) <= 10 and abs(score) <= 1000000000),
    primary key (entry_id, part),
    foreign key (round_id, entry_id) references entries (round_id, id)
  );
  create index part_scores_round_id on part_scores (round_id);
  comment on table part_scores is 'points that no judge gives, by the key of the rule''s part';

  create table hall_votes (
    round_id integer primary key references rounds (id),
    state text not null default 'open' check (state in ('open', 'closed', 'confirmed')),
    opened_by_id text not null references users (id),
    opened_at timestamptz not null default now(),
    closed_by_id text references users (id),
    closed_at timestamptz,
    confirmed_by_id text references users (id),
    confirmed_at timestamptz,
    check ((closed_by_id is null) = (closed_at is null) and (confirmed_by_id is null) = (confirmed_at is null)),
    check ((state = 'open') = (closed_at is null)),
    check ((state = 'confirmed') = (confirmed_at is not null)),
    check (confirmed_by_id <> closed_by_id)
  );
  create index hall_votes_opened_by_id on hall_votes (opened_by_id);
  create index hall_votes_closed_by_id on hall_votes (closed_by_id);
  create index hall_votes_confirmed_by_id on hall_votes (confirmed_by_id);
  comment on table hall_votes is 'the vote of the hall on a part of the rule: its counts become part_scores once a second person has confirmed them';

  create table hall_codes (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    code_digest text not null unique,
    spent boolean not null default false
  );
  create index hall_codes_round_id on hall_codes (round_id, spent);
  comment on table hall_codes is 'a voting card''s one-time code, as a keyed digest; whom it was given for, and when it was used, is kept nowhere';

  create table hall_counts (
    round_id integer not null references rounds (id),
    entry_id integer not null,
    votes integer not null default 0 check (votes between 0 and 1000000),
    primary key (entry_id),
    foreign key (round_id, entry_id) references entries (round_id, id)
  );
  create index hall_counts_round_id on hall_counts (round_id);
  comment on table hall_counts is 'how many votes of the hall each entry has; single ballots are kept nowhere';

  create table adjustments (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    entry_id integer not null,
    amount integer not null check (amount <> 0),
    article text not null check (length(trim(article)) > 0),
    reason text not null check (length(trim(reason)) > 0),
    foreign key (round_id, entry_id) references entries (round_id, id)
  );
  create index adjustments_round_id on adjustments (round_id);
  create index adjustments_entry_id on adjustments (entry_id);
  comment on column adjustments.amount is 'hundredths of a point: a penalty is below 0';

  create table judged_input_proposals (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    entry_id integer not null,
    kind text not null check (kind in ('part', 'adjustment', 'take-back')),
    part text check (part <> ''),
    score numeric check (scale(score) <= 10 and abs(score) <= 1000000000),
    amount integer check (amount <> 0),
    article text check (length(trim(article)) > 0),
    reason text check (length(trim(reason)) > 0),
    adjustment_id integer references adjustments (id) on delete set null,
    overtime_panel text,
    overtime_seq integer,
    state text not null default 'entered'
      check (state in ('entered', 'confirmed', 'declined', 'withdrawn', 'dismissed')),
    entered_by_id text not null references users (id),
    entered_at timestamptz not null default now(),
    decided_by_id text references users (id),
    decided_at timestamptz,
    decision_reason text,
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, overtime_panel, overtime_seq) references stage_steps (round_id, panel, seq),
    check (num_nonnulls(overtime_panel, overtime_seq) in (0, 2)),
    check ((kind = 'part') = (part is not null)),
    check (kind = 'part' or score is null),
    check (num_nonnulls(amount, article, reason) = case when kind = 'part' then 0 else 3 end),
    check (kind <> 'part' or adjustment_id is null),
    check (kind = 'adjustment' or overtime_seq is null),
    check ((state = 'entered') = (decided_at is null)),
    check ((decided_by_id is null) = (decided_at is null)),
    check (state <> 'confirmed' or decided_by_id <> entered_by_id),
    check (state <> 'withdrawn' or decided_by_id = entered_by_id),
    check (state <> 'declined' or length(trim(decision_reason)) > 0),
    check (state <> 'dismissed' or (overtime_seq is not null and length(trim(decision_reason)) > 0))
  );
  create unique index judged_input_proposals_one_part on judged_input_proposals (entry_id, part)
    where state = 'entered' and kind = 'part';
  create unique index judged_input_proposals_one_take_back on judged_input_proposals (adjustment_id)
    where state = 'entered' and kind = 'take-back';
  create unique index judged_input_proposals_one_overtime on judged_input_proposals (round_id, overtime_panel, overtime_seq)
    where state in ('entered', 'confirmed', 'dismissed');
  create index judged_input_proposals_round_id on judged_input_proposals (round_id, state);
  create index judged_input_proposals_entry_id on judged_input_proposals (entry_id);
  create index judged_input_proposals_adjustment_id on judged_input_proposals (adjustment_id);
  create index judged_input_proposals_overtime on judged_input_proposals (round_id, overtime_panel, overtime_seq);
  create index judged_input_proposals_entered_by_id on judged_input_proposals (entered_by_id);
  create index judged_input_proposals_decided_by_id on judged_input_proposals (decided_by_id);
  comment on table judged_input_proposals is 'parts and adjustments on their way: entered by one person, counted once another has confirmed them';
  comment on column judged_input_proposals.score is 'of a part: null takes away what counts there';
  comment on column judged_input_proposals.amount is 'hundredths of a point; of a take-back what is taken back';
  comment on column judged_input_proposals.adjustment_id is 'what it became, or what it takes back; null once that is gone';
  comment on column judged_input_proposals.overtime_seq is 'the step, on the stage of that panel, which began the pitch that ran over its time';

  create table sheet_reopenings (
    id integer generated always as identity primary key,
    round_id integer not null,
    entry_id integer not null,
    judge_id integer not null,
    version integer not null,
    state text not null default 'asked' check (state in ('asked', 'confirmed', 'declined')),
    reason text not null check (length(trim(reason)) > 0),
    asked_by_id text not null references users (id),
    asked_at timestamptz not null default now(),
    decided_by_id text references users (id),
    decided_at timestamptz,
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    unique (round_id, id),
    check ((state = 'asked') = (decided_at is null)),
    check ((decided_by_id is null) = (decided_at is null)),
    check (state <> 'confirmed' or decided_by_id <> asked_by_id)
  );
  create unique index sheet_reopenings_one_asked on sheet_reopenings (entry_id, judge_id) where state = 'asked';
  create index sheet_reopenings_round_id on sheet_reopenings (round_id);
  create index sheet_reopenings_entry_id on sheet_reopenings (entry_id);
  create index sheet_reopenings_judge_id on sheet_reopenings (judge_id);
  create index sheet_reopenings_asked_by_id on sheet_reopenings (asked_by_id);
  create index sheet_reopenings_decided_by_id on sheet_reopenings (decided_by_id);

  create table superseded_sheets (
    id integer generated always as identity primary key,
    round_id integer not null,
    entry_id integer not null,
    judge_id integer not null,
    reopening_id integer not null unique,
    version integer not null,
    source text not null check (source in ('tablet', 'paper', 'import')),
    marks jsonb not null check (jsonb_typeof(marks) = 'object'),
    note text,
    submitted_at timestamptz not null,
    kept_at timestamptz not null default now(),
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    foreign key (round_id, reopening_id) references sheet_reopenings (round_id, id),
    unique (entry_id, judge_id, version)
  );
  create index superseded_sheets_round_id on superseded_sheets (round_id);
  create index superseded_sheets_entry_id on superseded_sheets (entry_id);
  create index superseded_sheets_judge_id on superseded_sheets (judge_id);
  comment on column superseded_sheets.marks is 'hundredths of a point by criterion key';

  create table late_sheets (
    id integer generated always as identity primary key,
    round_id integer not null,
    entry_id integer not null,
    judge_id integer not null,
    marks jsonb not null check (jsonb_typeof(marks) = 'object'),
    note text,
    key text not null,
    written_at timestamptz,
    received_at timestamptz not null default now(),
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    unique (entry_id, judge_id, key)
  );
  create index late_sheets_round_id on late_sheets (round_id);
  create index late_sheets_entry_id on late_sheets (entry_id);
  create index late_sheets_judge_id on late_sheets (judge_id);
  comment on column late_sheets.marks is 'hundredths of a point by criterion key';
  comment on column late_sheets.key is 'of the request that brought it: what is sent twice is kept once';

  create table paper_sheets (
    id integer generated always as identity primary key,
    round_id integer not null,
    entry_id integer not null,
    judge_id integer not null,
    state text not null default 'photographed' check (state in ('photographed', 'entered', 'checked', 'rejected')),
    photo text not null,
    photo_type text not null check (photo_type in ('application/pdf', 'image/jpeg', 'image/png')),
    photo_size integer not null check (photo_size > 0),
    photo_digest text not null check (photo_digest ~ '^[0-9a-f]{64}$'),
    brought_by_id text not null references users (id),
    brought_at timestamptz not null default now(),
    marks jsonb check (jsonb_typeof(marks) = 'object'),
    entered_by_id text references users (id),
    entered_at timestamptz,
    decided_by_id text references users (id),
    decided_at timestamptz,
    reason text,
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    check (num_nonnulls(marks, entered_by_id, entered_at) in (0, 3)),
    check (state <> 'photographed' or marks is null),
    check (state not in ('entered', 'checked') or marks is not null),
    check ((state in ('photographed', 'entered')) = (decided_at is null)),
    check ((decided_by_id is null) = (decided_at is null)),
    check (state <> 'checked' or decided_by_id <> entered_by_id),
    check (state <> 'rejected' or length(trim(reason)) > 0)
  );
  create index paper_sheets_photo on paper_sheets (photo);
  create unique index paper_sheets_one_open on paper_sheets (entry_id, judge_id)
    where state in ('photographed', 'entered');
  create index paper_sheets_round_id on paper_sheets (round_id);
  create index paper_sheets_entry_id on paper_sheets (entry_id);
  create index paper_sheets_judge_id on paper_sheets (judge_id);
  create index paper_sheets_brought_by_id on paper_sheets (brought_by_id);
  create index paper_sheets_entered_by_id on paper_sheets (entered_by_id);
  create index paper_sheets_decided_by_id on paper_sheets (decided_by_id);
  comment on table paper_sheets is 'a sheet on paper: its photo is brought, its marks are entered, and another person checks them against it';
  comment on column paper_sheets.photo is 'where the file store keeps it';
  comment on column paper_sheets.marks is 'hundredths of a point by criterion key';

  create table check_requests (
    id integer generated always as identity primary key,
    round_id integer not null,
    entry_id integer not null,
    judge_id integer not null,
    asked_by_id text not null references users (id),
    asked_at timestamptz not null default now(),
    answer text check (answer in ('stands', 'mend')),
    answered_at timestamptz,
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    check ((answer is null) = (answered_at is null))
  );
  create unique index check_requests_one_open on check_requests (entry_id, judge_id) where answer is null;
  create index check_requests_round_id on check_requests (round_id);
  create index check_requests_entry_id on check_requests (entry_id);
  create index check_requests_judge_id on check_requests (judge_id);
  create index check_requests_asked_by_id on check_requests (asked_by_id);

  create table practices (
    round_id integer primary key references rounds (id),
    title text not null check (length(trim(title)) > 0),
    title_en text,
    description text not null default '',
    description_en text,
    reference jsonb not null check (jsonb_typeof(reference) = 'object'),
    made_at timestamptz not null default now(),
    closed_at timestamptz
  );
  comment on table practices is 'a project that the judges mark before the heat to find their level; it is no entry, and nothing of it counts';
  comment on column practices.reference is 'by criterion key the mark in hundredths of a point, and why';
  comment on column practices.closed_at is 'from here on each judge sees the own sheet beside the reference; the beginning of the scoring closes it too';

  create table practice_sheets (
    round_id integer not null references practices (round_id) on delete cascade,
    judge_id integer not null,
    marks jsonb not null check (jsonb_typeof(marks) = 'object'),
    handed_in_at timestamptz not null default now(),
    primary key (round_id, judge_id),
    foreign key (round_id, judge_id) references panel_members (round_id, id)
  );
  create index practice_sheets_judge_id on practice_sheets (judge_id);
  comment on column practice_sheets.marks is 'hundredths of a point by criterion key';

  create table signatures (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    entry_id integer,
    judge_id integer,
    role text not null check (role in ('judge', 'contestant', 'scorer', 'supervisor')),
    name text not null check (length(trim(name)) > 0),
    means text not null check (means in ('drawn', 'paper')),
    strokes jsonb check (jsonb_typeof(strokes) = 'array'),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    recorded_by_id text not null references users (id),
    signed_at timestamptz not null default now(),
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, judge_id) references panel_members (round_id, id),
    check ((means = 'drawn') = (strokes is not null)),
    check (role <> 'judge' or (judge_id is not null and entry_id is not null)),
    check (role <> 'contestant' or (judge_id is null and entry_id is not null)),
    check (role in ('judge', 'contestant') or num_nonnulls(judge_id, entry_id) = 0)
  );
  create index signatures_round_id on signatures (round_id);
  create index signatures_entry_id on signatures (entry_id);
  create index signatures_judge_id on signatures (judge_id);
  create index signatures_recorded_by_id on signatures (recorded_by_id);
  comment on column signatures.strokes is 'lists of [x, y] in thousandths of the pad''s width';
  comment on column signatures.digest is 'of what was signed: a sheet, an announced score, the table';

  create table panel_votes (
    id integer generated always as identity primary key,
    round_id integer not null references rounds (id),
    reason text not null check (length(trim(reason)) > 0),
    recorded_by_id text not null references users (id),
    recorded_at timestamptz not null default now(),
    unique (round_id, id)
  );
  create index panel_votes_recorded_by_id on panel_votes (recorded_by_id);

  create table panel_vote_places (
    round_id integer not null,
    vote_id integer not null,
    entry_id integer not null,
    place smallint not null check (place > 0),
    primary key (round_id, vote_id, entry_id),
    foreign key (round_id, vote_id) references panel_votes (round_id, id),
    foreign key (round_id, entry_id) references entries (round_id, id)
  );
  create index panel_vote_places_entry_id on panel_vote_places (round_id, entry_id);

  create table panel_vote_ballots (
    round_id integer not null,
    vote_id integer not null,
    judge_id integer not null,
    entry_id integer not null,
    place smallint not null check (place > 0),
    primary key (round_id, vote_id, judge_id, entry_id),
    unique (round_id, vote_id, judge_id, place),
    foreign key (round_id, vote_id, entry_id) references panel_vote_places (round_id, vote_id, entry_id),
    foreign key (round_id, judge_id) references panel_members (round_id, id)
  );
  create index panel_vote_ballots_judge_id on panel_vote_ballots (round_id, judge_id);
  create index panel_vote_ballots_entry_id on panel_vote_ballots (entry_id);
  comment on column panel_vote_ballots.place is 'where this member wants the entry; each place once';

  create table tie_votes (
    round_id integer not null references rounds (id),
    entry_id integer not null,
    place smallint not null check (place > 0),
    reason text not null check (length(trim(reason)) > 0),
    recorded_by_id text references users (id),
    recorded_at timestamptz not null default now(),
    vote_id integer,
    primary key (round_id, entry_id),
    foreign key (round_id, entry_id) references entries (round_id, id),
    foreign key (round_id, vote_id, entry_id) references panel_vote_places (round_id, vote_id, entry_id)
  );
  create index tie_votes_entry_id on tie_votes (entry_id);
  create index tie_votes_recorded_by_id on tie_votes (recorded_by_id);
  create index tie_votes_vote_id on tie_votes (round_id, vote_id);
  comment on column tie_votes.vote_id is 'the vote that stands; null: the places came without votes';
`);
