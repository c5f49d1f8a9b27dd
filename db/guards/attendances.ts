import type { Guard } from "./guard.ts";

export const attendances: Guard[] = [
  // Who has a submitted sheet is not out. The round's row lock orders the two sides
  {
    name: "attendances_guard_sheets",
    body: `
      declare
        rule text;
      begin
        select late_rule into rule from rounds where id = new.round_id for update;
        if (new.state = 'absent' or (new.state = 'late' and rule = 'out'))
          and exists (select from sheets where entry_id = new.entry_id and state = 'submitted') then
          raise exception 'the entry has submitted sheets' using errcode = 'CD010';
        end if;
        return new;
      end`,
    triggers: ["guard_sheets before insert or update of state on attendances for each row"],
  },
];
