import { type Kysely, sql } from "kysely";

/** A second factor for those who sign results. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await keepFactors(db);
}

/** Keys are sealed, recovery codes digested, and no code passes twice: PostgreSQL holds to the last part itself. */
async function keepFactors(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table second_factors (
      id integer generated always as identity primary key,
      user_id text not null references users (id) on delete cascade,
      sealed text not null,
      key_name text not null,
      begun_at timestamptz not null default now(),
      confirmed_at timestamptz,
      last_step integer,
      check ((confirmed_at is null) = (last_step is null))
    )`.execute(db);
  await sql`comment on column second_factors.sealed is 'the key of the authenticator app, under the key of personal data'`.execute(
    db,
  );
  await sql`comment on column second_factors.last_step is 'the last time step (30 s since 1970) whose code was accepted'`.execute(
    db,
  );
  await sql`create unique index second_factors_one_begun on second_factors (user_id) where confirmed_at is null`.execute(
    db,
  );
  await sql`create unique index second_factors_one_confirmed on second_factors (user_id) where confirmed_at is not null`.execute(
    db,
  );
  await sql`
    create function second_factors_guard() returns trigger language plpgsql as $$
    begin
      if old.confirmed_at is not null
        and (new.user_id <> old.user_id or new.confirmed_at is distinct from old.confirmed_at or new.last_step < old.last_step
          or (new.last_step = old.last_step and new.sealed = old.sealed)) then
        raise exception 'a code passes once' using errcode = 'CD015';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on second_factors
    for each row execute function second_factors_guard()`.execute(db);
  await sql`
    create table recovery_codes (
      id integer generated always as identity primary key,
      user_id text not null references users (id) on delete cascade,
      digest text not null,
      made_at timestamptz not null default now(),
      used_at timestamptz,
      unique (user_id, digest)
    )`.execute(db);
  await sql`comment on column recovery_codes.digest is 'keyed; the code itself is shown once and kept nowhere'`.execute(
    db,
  );
  await sql`
    create function recovery_codes_guard() returns trigger language plpgsql as $$
    begin
      if old.used_at is not null or new.used_at is null
        or (new.user_id, new.digest, new.made_at) is distinct from (old.user_id, old.digest, old.made_at) then
        raise exception 'a recovery code passes once' using errcode = 'CD015';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard before update on recovery_codes
    for each row execute function recovery_codes_guard()`.execute(db);
}
