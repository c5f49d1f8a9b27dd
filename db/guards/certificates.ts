import type { Guard } from "./guard.ts";

export const certificates: Guard[] = [
  {
    name: "certificates_guard",
    body: `
      begin
        if not exists (
          select from releases
            join entries on entries.round_id = releases.round_id
          where releases.id = new.release_id and releases.state = 'published' and entries.id = new.entry_id
        ) then
          raise exception 'a certificate is of a published result' using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: ["guard before insert on certificates for each row"],
  },
];
