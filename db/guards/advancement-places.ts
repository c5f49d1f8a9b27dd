import type { Guard } from "./guard.ts";

export const advancementPlaces: Guard[] = [
  // What was drawn stands as it was drawn; of a place only that its entry moved up is written later, once
  {
    name: "advancement_places_guard",
    body: `
      begin
        if old.moved_up_at is not null
          or (new.advancement_id, new.entry_id, new.release_id, new.standing, new.outcome, new.reason, new.rank, new.total)
            is distinct from
            (old.advancement_id, old.entry_id, old.release_id, old.standing, old.outcome, old.reason, old.rank, old.total) then
          raise exception 'a line stands as it was drawn' using errcode = 'CD007';
        end if;
        return new;
      end`,
    triggers: ["guard before update on advancement_places for each row"],
  },
];
