import { type Kysely, sql } from "kysely";
import type { DB } from "~db/schema.ts";

/** Whether the next entry would get an id that one has already: somebody set the counter back. */
export async function areIdsRewound(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ rewound: boolean }>`
    select coalesce((select max(id) from audit_entries) > case when is_called then last_value else 0 end, false) as rewound
    from audit_entries_id_seq`.execute(db);
  return rows[0]?.rewound === true;
}

/**
 * The first step of a release (proposed, confirmed, published, voided, withdrawn) of which the trail does not tell, with
 * that person and that digest, or the first entry that tells of a step that no release has taken. One query.
 */
export async function findCrossedRelease(db: Kysely<DB>): Promise<{ release: string; entry: string | null } | null> {
  const { rows } = await sql<{ release: string; entry: string | null }>`
    with steps as (
      select round_id, version::text, command, actor_id, digest, 1 as turn from releases, lateral (values
        ('propose-release', proposed_by_id, true),
        ('confirm-release', confirmed_by_id, confirmed_at is not null),
        ('publish-release', published_by_id, published_at is not null),
        ('withdraw-release', ended_by_id, state = 'withdrawn'),
        ('void-release', ended_by_id, state = 'voided')
      ) as step (command, actor_id, taken) where taken
    ), entries as (
      select id, round_id, facts ->> 'version' as version, actor_id, facts ->> 'digest' as digest,
        case command when 'void-changed-release' then 'void-release' else command end as command
      from audit_entries where command in
        ('propose-release', 'confirm-release', 'publish-release', 'withdraw-release', 'void-release', 'void-changed-release')
      union all
      -- A proposal that takes the place of one whose table has changed
      select id, round_id, facts ->> 'voided', actor_id, null, 'void-release'
      from audit_entries where command = 'propose-release' and facts ->> 'voided' is not null
    ), told as (
      select *, row_number() over (partition by round_id, version, command order by id) as turn from entries
    )
    select told.id as entry, concat_ws(' ', (select slug from rounds where id = round_id), 'v' || version, command) as release
    from steps full join told using (round_id, version, command, turn)
    where steps.digest is null or told.id is null or steps.actor_id is distinct from told.actor_id
      or told.digest <> steps.digest
    order by told.id nulls first, round_id, version, command limit 1`.execute(db);
  return rows[0] ?? null;
}
