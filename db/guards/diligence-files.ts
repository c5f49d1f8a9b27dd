import type { Guard } from "./guard.ts";

export const diligenceFiles: Guard[] = [
  {
    name: "diligence_files_guard",
    body: `
      begin
        if (new.entry_id, new.item, new.type, new.size, new.sha256, new.store_key, new.brought_by_id, new.brought_at)
          is distinct from
          (old.entry_id, old.item, old.type, old.size, old.sha256, old.store_key, old.brought_by_id, old.brought_at)
          or (old.erased_at is not null and new.erased_at is distinct from old.erased_at) then
          raise exception 'a file stays as it came, or goes' using errcode = 'CD022';
        end if;
        return new;
      end`,
    triggers: ["guard before update on diligence_files for each row"],
  },
];
