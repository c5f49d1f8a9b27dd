import type { Guard } from "./guard.ts";

export const secondFactors: Guard[] = [
  {
    name: "second_factors_guard",
    body: `
      begin
        if old.confirmed_at is not null
          and (new.user_id <> old.user_id or new.confirmed_at is distinct from old.confirmed_at or new.last_step < old.last_step
            or (new.last_step = old.last_step and new.sealed = old.sealed)) then
          raise exception 'a code passes once' using errcode = 'CD015';
        end if;
        return new;
      end`,
    triggers: ["guard before update on second_factors for each row"],
  },
];
