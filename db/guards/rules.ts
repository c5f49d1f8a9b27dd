import type { Guard } from "./guard.ts";

export const rules: Guard[] = [
  // From the first submitted sheet on, rubric and rule stand still; one that was reopened counts too. The round's row
  // lock orders the two sides
  {
    name: "rules_guard_frozen",
    body: `
      declare
        the_round integer;
      begin
        if tg_table_name = 'bands' then
          select round_id into the_round from criteria
          where id = case when tg_op = 'DELETE' then old.criterion_id else new.criterion_id end;
        else
          the_round := case when tg_op = 'DELETE' then old.round_id else new.round_id end;
        end if;
        perform from rounds where id = the_round for update;
        if exists (select from sheets where round_id = the_round and state = 'submitted')
          or exists (select from superseded_sheets where round_id = the_round) then
          raise exception 'rubric and rule are frozen from the first submitted sheet on' using errcode = 'CD005';
        end if;
        return case when tg_op = 'DELETE' then old else new end;
      end`,
    triggers: [
      "guard_frozen before insert or update or delete on criteria for each row",
      "guard_frozen before insert or update or delete on bands for each row",
      "guard_frozen before insert or update or delete on rules for each row",
      "guard_frozen before insert or update or delete on tie_steps for each row",
    ],
  },
];
