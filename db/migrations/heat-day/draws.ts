import { type Kysely, sql } from "kysely";

/** The ceremony: a digest of the seed is shown before, the seed itself after; another draw needs a reason and the supervisor. */
export async function keepDraws(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table draw_commitments (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      seed_digest text not null check (seed_digest ~ '^[0-9a-f]{64}$'),
      sealed_seed text not null,
      reason text,
      committed_by_id text not null references users (id),
      committed_at timestamptz not null default now(),
      confirmed_by_id text references users (id),
      confirmed_at timestamptz,
      withdrawn_by_id text references users (id),
      withdrawn_at timestamptz,
      check ((confirmed_by_id is null) = (confirmed_at is null)),
      check ((withdrawn_by_id is null) = (withdrawn_at is null)),
      check (confirmed_by_id <> committed_by_id)
    )`.execute(db);
  await sql`comment on column draw_commitments.sealed_seed is 'the secret half of the seed, under the key of personal data'`.execute(
    db,
  );
  await sql`comment on column draw_commitments.reason is 'why it is drawn again; null before the first draw'`.execute(
    db,
  );
  for (const column of ["round_id", "committed_by_id", "confirmed_by_id", "withdrawn_by_id"])
    await sql`create index ${sql.id(`draw_commitments_${column}`)} on draw_commitments (${sql.id(column)})`.execute(db);
  await sql`
    alter table draws
      add column commitment_id integer unique references draw_commitments (id),
      add column secret text,
      add column hall_word text,
      add column among text not null default 'all' check (among in ('all', 'present')),
      add check (num_nonnulls(commitment_id, secret, hall_word) in (0, 3))`.execute(db);
  await sql`comment on column draws.among is 'who was drawn: everybody, or those who had signed in'`.execute(db);
  await sql`comment on column draws.hall_word is 'said in the hall after the digest was shown: the seed is made of both'`.execute(
    db,
  );
  await sql`
    create table order_changes (
      id integer generated always as identity primary key,
      round_id integer not null references rounds (id),
      before text[] not null,
      after text[] not null,
      reason text not null check (length(trim(reason)) > 0),
      changed_by_id text not null references users (id),
      changed_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index order_changes_round_id on order_changes (round_id)`.execute(db);
  await sql`create index order_changes_changed_by_id on order_changes (changed_by_id)`.execute(db);
}

/** A draw keeps to what was committed to, and a second draw needs a reason that somebody else has confirmed. */
export async function guardDraws(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function draws_guard_commitment() returns trigger language plpgsql as $$
    declare
      made draw_commitments;
      drawn boolean;
    begin
      perform from rounds where id = new.round_id for update;
      drawn := exists (select from draws where round_id = new.round_id);
      if new.commitment_id is null then
        if drawn then
          raise exception 'a second draw needs a reason and its confirmation' using errcode = 'CD011';
        end if;
        return new;
      end if;
      select * into made from draw_commitments where id = new.commitment_id and round_id = new.round_id;
      if made.id is null or made.withdrawn_at is not null
        or (drawn and (coalesce(trim(made.reason), '') = '' or made.confirmed_by_id is null))
        or made.seed_digest <> encode(sha256(convert_to(new.secret, 'UTF8')), 'hex')
        or new.seed <> left(encode(sha256(convert_to(new.secret || E'\n' || new.hall_word, 'UTF8')), 'hex'), 32)
      then
        raise exception 'the draw does not follow from what was committed to' using errcode = 'CD011';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_commitment before insert on draws
    for each row execute function draws_guard_commitment()`.execute(db);
  await sql`
    create function draw_commitments_guard() returns trigger language plpgsql as $$
    begin
      if (old.confirmed_by_id is not null and new.confirmed_by_id is distinct from old.confirmed_by_id)
        or (old.withdrawn_by_id is not null and new.withdrawn_by_id is distinct from old.withdrawn_by_id)
        or to_jsonb(new) - array['confirmed_by_id', 'confirmed_at', 'withdrawn_by_id', 'withdrawn_at']
          <> to_jsonb(old) - array['confirmed_by_id', 'confirmed_at', 'withdrawn_by_id', 'withdrawn_at']
        or exists (select from draws where commitment_id = new.id)
      then
        raise exception 'a commitment stands as it was made' using errcode = 'CD007';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on draw_commitments
    for each row execute function draw_commitments_guard()`.execute(db);
}

/** Draws' commitments and changes of the order stay, but for the words of a change that were about somebody who is erased. */
export async function keepDrawRecords(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function order_changes_guard_update() returns trigger language plpgsql as $$
    begin
      if to_jsonb(new) - 'reason' <> to_jsonb(old) - 'reason' or not exists (
        select from entries join applications on applications.id = entries.application_id
        where entries.round_id = old.round_id and entries.key = any (old.before) and applications.erased_at is not null
      ) then
        raise exception 'order_changes only grows' using errcode = 'CD007';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger kept_update before update on order_changes
    for each row execute function order_changes_guard_update()`.execute(db);
  for (const table of ["order_changes", "draw_commitments"]) {
    await sql`
      create trigger kept_delete after delete on ${sql.id(table)} referencing old table as touched
      for each statement execute function refuse_change_of_real()`.execute(db);
    await sql`
      create trigger kept_truncate before truncate on ${sql.id(table)}
      for each statement execute function refuse_change()`.execute(db);
  }
}
