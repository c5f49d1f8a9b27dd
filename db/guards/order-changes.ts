import type { Guard } from "./guard.ts";

export const orderChanges: Guard[] = [
  // The words of a change that were about somebody go when that person's application is erased, and nothing else does
  {
    name: "order_changes_guard_update",
    body: `
      begin
        if to_jsonb(new) - 'reason' <> to_jsonb(old) - 'reason' or not exists (
          select from entries join applications on applications.id = entries.application_id
          where entries.round_id = old.round_id and entries.key = any (old.before) and applications.erased_at is not null
        ) then
          raise exception 'order_changes only grows' using errcode = 'CD007';
        end if;
        return new;
      end`,
    triggers: ["kept_update before update on order_changes for each row"],
  },
];
