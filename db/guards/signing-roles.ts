import type { Guard } from "./guard.ts";

/** Since when a person holds a role counts before they may sign with it, and a supervisor is made by no organizer alone. */
export const signingRoles: Guard[] = [
  // The earliest grant counts that reaches the round: its own, its edition's, or one for everything
  {
    name: "role_held_since",
    head: "(person text, held text, in_round integer) returns timestamptz language sql stable",
    body: `
      select min(granted_at) from role_grants
        join rounds on rounds.id = in_round
      where role_grants.user_id = person and role_grants.role = held
        and (
          role_grants.round_id = rounds.id or role_grants.edition_id = rounds.edition_id
          or num_nonnulls(role_grants.round_id, role_grants.edition_id) = 0
        )
    `,
    triggers: [],
  },
  {
    name: "signing_wait_is_over",
    head: "(held_since timestamptz, in_round integer, at timestamptz) returns boolean language sql stable",
    body: `
      select coalesce(held_since + make_interval(hours => editions.signing_wait_hours) <= at, false)
      from rounds join editions on editions.id = rounds.edition_id where rounds.id = in_round
    `,
    triggers: [],
  },
  // A waiver of before the role was given (anew) is of another one
  {
    name: "signing_wait_is_waived",
    head: "(person text, held text, held_since timestamptz, in_round integer, at timestamptz) returns boolean language sql stable",
    body: `
      select exists (
        select from signing_waivers
        where user_id = person and role = held and round_id = in_round and waived_at between held_since and at
      )
    `,
    triggers: [],
  },
  {
    name: "release_signatures_guard_role",
    body: `
      declare
        in_round integer := (select round_id from releases where id = new.release_id);
      begin
        new.role_since := role_held_since(new.signed_by_id, new.role, in_round);
        new.wait_waived := not signing_wait_is_over(new.role_since, in_round, new.signed_at);
        if new.role_since is null or (
          new.wait_waived
          and not signing_wait_is_waived(new.signed_by_id, new.role, new.role_since, in_round, new.signed_at)
        ) then
          raise exception 'who signs has held the role for as long as the edition asks' using errcode = 'CD034';
        end if;
        return new;
      end`,
    triggers: ["guard_role before insert on release_signatures for each row"],
  },
  {
    name: "signing_waivers_guard",
    body: `
      declare
        held_since timestamptz := role_held_since(new.waived_by_id, 'supervisor', new.round_id);
      begin
        if role_held_since(new.user_id, new.role, new.round_id) is null then
          raise exception 'nobody waits there' using errcode = 'CD034';
        end if;
        if new.waived_by_id is not null
          and not signing_wait_is_over(held_since, new.round_id, new.waived_at)
          and not signing_wait_is_waived(new.waived_by_id, 'supervisor', held_since, new.round_id, new.waived_at) then
          raise exception 'who waives is a supervisor who may sign' using errcode = 'CD034';
        end if;
        return new;
      end`,
    triggers: ["guard before insert on signing_waivers for each row"],
  },
  // What a rehearsal copies of its heat was given there
  {
    name: "role_grants_guard",
    body: `
      begin
        if tg_op = 'UPDATE' then
          raise exception 'a role is given or taken back, not changed' using errcode = 'CD007';
        end if;
        if new.role = 'supervisor' and new.granted_by_id is not null
          and not exists (select from rounds where id = new.round_id and rehearsal_of_id is not null)
          and (new.granted_by_id = new.user_id or not exists (
            select from role_grants
            where user_id = new.granted_by_id and role = 'supervisor'
              and (
                num_nonnulls(round_id, edition_id) = 0 or round_id = new.round_id
                or edition_id = coalesce(new.edition_id, (select edition_id from rounds where id = new.round_id))
              )
          )) then
          raise exception 'a supervisor is made by another one, or on the command line' using errcode = 'CD035';
        end if;
        return new;
      end`,
    triggers: ["guard before insert or update on role_grants for each row"],
  },
];
