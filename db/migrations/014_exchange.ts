import { statements } from "./statements.ts";

/** Addresses that are told of published results, and what was told to each. */
export const up = statements(`
  create table webhooks (
    id integer generated always as identity primary key,
    edition_id integer not null references editions (id),
    url text not null check (url ~ '^https?://' and length(url) <= 500),
    sealed text,
    key_name text,
    added_by_id text not null references users (id),
    added_at timestamptz not null default now(),
    ended_at timestamptz,
    check ((sealed is null) = (key_name is null) and (sealed is null) = (ended_at is not null))
  );
  create unique index webhooks_one_live on webhooks (edition_id, url) where ended_at is null;
  create index webhooks_edition_id on webhooks (edition_id, id);
  create index webhooks_added_by_id on webhooks (added_by_id);
  comment on column webhooks.sealed is 'what deliveries are signed with, under the key of personal data; goes when the address ends';

  create table webhook_deliveries (
    id bigint generated always as identity primary key,
    key uuid not null default gen_random_uuid() unique,
    webhook_id integer not null references webhooks (id),
    release_id integer references releases (id),
    event text not null check (event in ('results.published', 'results.corrected', 'results.withdrawn', 'trail.head', 'test')),
    data jsonb not null,
    state text not null default 'queued' check (state in ('queued', 'delivered', 'failed', 'void')),
    happened_at timestamptz not null,
    attempts integer not null default 0 check (attempts >= 0),
    due_at timestamptz not null,
    claimed_until timestamptz,
    status integer check (status between 100 and 599),
    error text check (error in ('answer', 'redirect', 'timeout', 'unreachable', 'not-public', 'unsealed')),
    delivered_at timestamptz,
    check ((release_id is null) = (event in ('trail.head', 'test'))),
    check (state <> 'delivered' or delivered_at is not null),
    unique (webhook_id, release_id, event)
  );
  create index webhook_deliveries_release_id on webhook_deliveries (release_id);
  create index webhook_deliveries_due on webhook_deliveries (due_at) where state = 'queued';
  comment on column webhook_deliveries.key is 'the same each time it is sent: whoever receives it takes it once';
  comment on column webhook_deliveries.state is 'void: its address ended, or the result was withdrawn before it was told';
  comment on column webhook_deliveries.claimed_until is 'until then one process sends it, and no other';
`);
