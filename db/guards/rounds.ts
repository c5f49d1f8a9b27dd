import type { Guard } from "./guard.ts";

export const rounds: Guard[] = [
  // A round walks draft → registration → screening → ready → judging → closed, with the few ways back that a desk needs; nobody registers for a final or a review
  {
    name: "rounds_guard_state",
    body: `
      begin
        if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
          'draft>registration', 'draft>screening', 'draft>ready', 'registration>draft', 'registration>screening', 'screening>registration',
          'screening>ready', 'ready>screening', 'ready>judging', 'judging>ready', 'judging>closed', 'closed>judging'
        ]) or (old.state = 'screening' and new.state = 'draft' and new.kind <> 'heat')) then
          raise exception 'a round cannot go from % to %', old.state, new.state using errcode = 'CD002';
        end if;
        if new.state = 'registration' and old.state <> new.state and new.kind <> 'heat' then
          raise exception 'nobody registers for round %', new.slug using errcode = 'CD002';
        end if;
        if old.state = 'judging' and new.state = 'ready' and (
          exists (select from sheets where round_id = new.id and state = 'submitted')
          or exists (select from superseded_sheets where round_id = new.id)
        ) then
          raise exception 'round % has submitted sheets', new.slug using errcode = 'CD002';
        end if;
        return new;
      end`,
    triggers: ["guard_state before update of state on rounds for each row"],
  },
  // A round whose results are published may be opened again: they stand until their correction is published
  {
    name: "rounds_guard_release",
    body: `
      begin
        if exists (select from releases where round_id = new.id and state in ('proposed', 'confirmed')) then
          raise exception 'round % is being released', new.slug using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: [
      "guard_release before update of state on rounds for each row when (old.state = 'closed' and new.state <> 'closed')",
    ],
  },
  {
    name: "rounds_guard_late_rule",
    body: `
      begin
        if old.late_rule <> new.late_rule
          and exists (select from attendances where round_id = new.id and state = 'late') then
          raise exception 'somebody was late under the rule that stands' using errcode = 'CD010';
        end if;
        return new;
      end`,
    triggers: ["guard_late_rule before update of late_rule on rounds for each row"],
  },
  {
    name: "rounds_guard_rehearsal",
    body: `
      begin
        if tg_op = 'UPDATE' then
          if new.rehearsal_of_id is distinct from old.rehearsal_of_id then
            raise exception 'a round does not become a rehearsal, nor a rehearsal a round' using errcode = 'CD009';
          end if;
          if old.wiped_at is not null and new is distinct from old then
            raise exception 'the rehearsal % was wiped', old.slug using errcode = 'CD009';
          end if;
        elsif new.rehearsal_of_id is not null and not exists (
          select from rounds as heat
          where heat.id = new.rehearsal_of_id and heat.rehearsal_of_id is null and heat.edition_id = new.edition_id
        ) then
          raise exception 'only a heat of the same edition is rehearsed' using errcode = 'CD009';
        end if;
        return new;
      end`,
    triggers: ["guard_rehearsal before insert or update on rounds for each row"],
  },
];
