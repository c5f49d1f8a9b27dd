import { statements } from "./statements.ts";

/**
 * People: better-auth's own tables (core schema and e-mail codes), second factors, and how often an address or a client has
 * asked. better-auth writes camelCase names; Kysely's CamelCasePlugin turns them into these columns.
 */
export const up = statements(`
  create table users (
    id text primary key,
    name text not null,
    email text not null unique check (email = lower(email)),
    email_verified boolean not null default false,
    image text,
    locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );

  create table sessions (
    id text primary key,
    user_id text not null references users (id) on delete cascade,
    token text not null unique,
    expires_at timestamptz not null,
    ip_address text,
    user_agent text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    used_at timestamptz not null default now(),
    proved_at timestamptz
  );
  comment on column sessions.used_at is 'when a page was last asked for by it, to the minute for staff: theirs end when nobody uses them';
  comment on column sessions.proved_at is 'when its person last showed a second factor, or a code sent to their mailbox, to act upon what is sensitive';
  create index sessions_user_id on sessions (user_id);

  create table accounts (
    id text primary key,
    user_id text not null references users (id) on delete cascade,
    account_id text not null,
    provider_id text not null,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    password text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  create index accounts_user_id on accounts (user_id);

  create table verifications (
    id text primary key,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  create index verifications_identifier on verifications (identifier);

  create table rate_limits (
    key text primary key,
    count integer not null check (count > 0),
    window_started_at timestamptz not null
  );

  create table second_factors (
    id integer generated always as identity primary key,
    user_id text not null references users (id) on delete cascade,
    sealed text not null,
    key_name text not null,
    begun_at timestamptz not null default now(),
    confirmed_at timestamptz,
    last_step integer,
    check ((confirmed_at is null) = (last_step is null))
  );
  create unique index second_factors_one_begun on second_factors (user_id) where confirmed_at is null;
  create unique index second_factors_one_confirmed on second_factors (user_id) where confirmed_at is not null;
  comment on column second_factors.sealed is 'the key of the authenticator app, under the key of personal data';
  comment on column second_factors.last_step is 'the last time step (30 s since 1970) whose code was accepted';

  create table recovery_codes (
    id integer generated always as identity primary key,
    user_id text not null references users (id) on delete cascade,
    digest text not null,
    made_at timestamptz not null default now(),
    used_at timestamptz,
    unique (user_id, digest)
  );
  comment on column recovery_codes.digest is 'keyed; the code itself is shown once and kept nowhere';

  create table passkeys (
    id integer generated always as identity primary key,
    user_id text not null references users (id) on delete cascade,
    credential text not null unique,
    public_key text not null,
    sign_count bigint not null check (sign_count >= 0),
    transports text[] not null default '{}',
    name text not null check (length(name) between 1 and 60),
    added_at timestamptz not null default now(),
    used_at timestamptz,
    last_challenge_at timestamptz not null
  );
  create index passkeys_user_id on passkeys (user_id);
  comment on column passkeys.credential is 'by which the device knows it, in base64url; public_key holds the COSE key in base64url';
  comment on column passkeys.last_challenge_at is 'when the last challenge was made that it answered: only a younger one passes, so no answer passes twice';

  create table idempotency_keys (
    actor_id text not null references users (id),
    key text not null check (length(key) between 8 and 200),
    command text not null,
    input_digest text not null,
    answer jsonb not null,
    created_at timestamptz not null default now(),
    primary key (actor_id, key)
  );
  create index idempotency_keys_created_at on idempotency_keys (created_at);
`);
