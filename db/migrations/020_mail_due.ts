import { statements } from "./statements.ts";

/** The mails that wait are their own queue: who sends them takes those that are due. */
export const up = statements(`
  alter table mails add column due_at timestamptz not null default now();
  comment on column mails.due_at is 'of a queued mail: from when on whoever sends mails may take it; who has taken it puts it off until it is lost';
  drop index mails_queued;
  create index mails_due on mails (due_at, id) where state = 'queued';
  -- Jobs that only named a mail wait for nobody any more, and would be told as an alarm
  do $$ begin if to_regclass('pgboss.job') is not null then delete from pgboss.job where name in ('mail', 'mail-urgent'); end if; end $$;
`);
