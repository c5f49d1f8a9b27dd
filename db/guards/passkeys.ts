import type { Guard } from "./guard.ts";

export const passkeys: Guard[] = [
  {
    name: "passkeys_guard",
    body: `
      begin
        if (new.user_id, new.credential, new.public_key, new.added_at)
          is distinct from (old.user_id, old.credential, old.public_key, old.added_at)
          or new.last_challenge_at <= old.last_challenge_at or new.sign_count < old.sign_count then
          raise exception 'an answer of a passkey passes once' using errcode = 'CD015';
        end if;
        return new;
      end`,
    triggers: ["guard before update on passkeys for each row"],
  },
];
