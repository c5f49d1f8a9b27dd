import type { Guard } from "./guard.ts";

export const releaseSignatures: Guard[] = [
  {
    name: "release_signatures_guard",
    body: `
      begin
        if not exists (
          select from releases
          where id = new.release_id and digest = new.digest
            and state = case new.step when 'publish' then 'confirmed' else 'proposed' end
            and (new.step <> 'propose' or proposed_by_id = new.signed_by_id)
        ) then
          raise exception 'what is signed is not what is released' using errcode = 'CD006';
        end if;
        if exists (
          select from staff_recusals join releases on releases.round_id = staff_recusals.round_id
          where releases.id = new.release_id and staff_recusals.user_id = new.signed_by_id
        ) then
          raise exception 'whoever is recused from the round does not sign its results' using errcode = 'CD014';
        end if;
        return new;
      end`,
    triggers: ["guard before insert on release_signatures for each row"],
  },
];
