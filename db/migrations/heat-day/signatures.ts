import { type Kysely, sql } from "kysely";

export async function keepSignatures(db: Kysely<unknown>): Promise<void> {
  await sql`
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
    )`.execute(db);
  await sql`comment on column signatures.digest is 'of what was signed: a sheet, an announced score, the table'`.execute(
    db,
  );
  await sql`comment on column signatures.strokes is 'lists of [x, y] in thousandths of the pad''s width'`.execute(db);
  for (const column of ["round_id", "entry_id", "judge_id", "recorded_by_id"])
    await sql`create index ${sql.id(`signatures_${column}`)} on signatures (${sql.id(column)})`.execute(db);
  // A contestant's name and drawing are personal data: they go when those of the application or the edition do, and
  // that somebody signed this digest then stays
  await sql`
    create function signatures_guard_changed() returns trigger language plpgsql as $$
    begin
      if exists (
        select from before left join after on after.id = before.id
        where (
          before.role = 'contestant' and after.name = '—' and coalesce(after.strokes, '[]') = '[]'
          and to_jsonb(after) - 'name' - 'strokes' = to_jsonb(before) - 'name' - 'strokes'
          and (
            exists (
              select from entries join applications on applications.id = entries.application_id
              where entries.id = before.entry_id and applications.erased_at is not null
            )
            or exists (
              select from rounds join editions on editions.id = rounds.edition_id
              where rounds.id = before.round_id and editions.erased_at is not null
            )
          )
        ) is not true
      ) then
        raise exception 'signatures only grow' using errcode = 'CD007';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger kept_update after update on signatures referencing old table as before new table as after
    for each statement execute function signatures_guard_changed()`.execute(db);
}
