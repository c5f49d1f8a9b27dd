import type { Guard } from "./guard.ts";

export const drawCommitments: Guard[] = [
  {
    name: "draw_commitments_guard",
    body: `
      begin
        if (old.confirmed_by_id is not null and new.confirmed_by_id is distinct from old.confirmed_by_id)
          or (old.withdrawn_by_id is not null and new.withdrawn_by_id is distinct from old.withdrawn_by_id)
          or to_jsonb(new) - array['confirmed_by_id', 'confirmed_at', 'withdrawn_by_id', 'withdrawn_at']
            <> to_jsonb(old) - array['confirmed_by_id', 'confirmed_at', 'withdrawn_by_id', 'withdrawn_at']
          or exists (select from draws where commitment_id = new.id)
        then
          raise exception 'a commitment stands as it was made' using errcode = 'CD007';
        end if;
        return new;
      end`,
    triggers: ["guard before update on draw_commitments for each row"],
  },
];
