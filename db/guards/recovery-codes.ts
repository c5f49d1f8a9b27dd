import type { Guard } from "./guard.ts";

export const recoveryCodes: Guard[] = [
  {
    name: "recovery_codes_guard",
    body: `
      begin
        if old.used_at is not null or new.used_at is null
          or (new.user_id, new.digest, new.made_at) is distinct from (old.user_id, old.digest, old.made_at) then
          raise exception 'a recovery code passes once' using errcode = 'CD015';
        end if;
        return new;
      end`,
    triggers: ["guard before update on recovery_codes for each row"],
  },
];
