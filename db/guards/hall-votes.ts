import type { Guard } from "./guard.ts";

export const hallVotes: Guard[] = [
  // The vote of the hall goes one way: open, closed, confirmed. One that counts goes with a rehearsal alone
  {
    name: "hall_votes_guard_order",
    body: `
      begin
        if tg_op = 'DELETE' then
          if old.state = 'confirmed'
            and not exists (select from rounds where id = old.round_id and rehearsal_of_id is not null) then
            raise exception 'the vote of the hall counts: it is not taken back' using errcode = 'CD055';
          end if;
          return old;
        end if;
        if (old.state, new.state) not in (('open', 'closed'), ('closed', 'confirmed'))
          or (old.round_id, old.opened_by_id, old.opened_at) is distinct from (new.round_id, new.opened_by_id, new.opened_at)
          or old.state = 'closed' and (old.closed_by_id, old.closed_at) is distinct from (new.closed_by_id, new.closed_at) then
          raise exception 'the vote of the hall goes from open to closed to confirmed' using errcode = 'CD055';
        end if;
        return new;
      end`,
    triggers: ["guard_order before update or delete on hall_votes for each row"],
  },
  // Counts change and codes are spent only while the vote is open; a code that was spent stays it
  {
    name: "hall_votes_guard_open",
    body: `
      declare
        the_round integer := case when tg_op = 'DELETE' then old.round_id else new.round_id end;
        the_state text;
      begin
        select state into the_state from hall_votes where round_id = the_round;
        if the_state <> 'open' or the_state is null and tg_op = 'UPDATE' then
          raise exception 'the vote of the hall is not open' using errcode = 'CD055';
        end if;
        return case when tg_op = 'DELETE' then old else new end;
      end`,
    triggers: [
      "guard_open before insert or update or delete on hall_counts for each row",
      "guard_open before insert or update or delete on hall_codes for each row",
    ],
  },
  {
    name: "hall_codes_guard_spent",
    body: `
      begin
        if old.spent or not new.spent or (old.round_id, old.code_digest) is distinct from (new.round_id, new.code_digest) then
          raise exception 'a voting code is used once' using errcode = 'CD055';
        end if;
        return new;
      end`,
    triggers: ["guard_spent before update on hall_codes for each row"],
  },
];
