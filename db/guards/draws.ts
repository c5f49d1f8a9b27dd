import type { Guard } from "./guard.ts";

export const draws: Guard[] = [
  // A draw keeps to what was committed to, and a second draw needs a reason that somebody else has confirmed
  {
    name: "draws_guard_commitment",
    body: `
      declare
        made draw_commitments;
        drawn boolean;
      begin
        perform from rounds where id = new.round_id for update;
        drawn := exists (select from draws where round_id = new.round_id);
        if new.commitment_id is null then
          if drawn then
            raise exception 'a second draw needs a reason and its confirmation' using errcode = 'CD011';
          end if;
          return new;
        end if;
        select * into made from draw_commitments where id = new.commitment_id and round_id = new.round_id;
        if made.id is null or made.withdrawn_at is not null
          or (drawn and (coalesce(trim(made.reason), '') = '' or made.confirmed_by_id is null))
          or made.seed_digest <> encode(sha256(convert_to(new.secret, 'UTF8')), 'hex')
          or new.seed <> left(encode(sha256(convert_to(new.secret || E'\n' || new.hall_word, 'UTF8')), 'hex'), 32)
        then
          raise exception 'the draw does not follow from what was committed to' using errcode = 'CD011';
        end if;
        return new;
      end`,
    triggers: ["guard_commitment before insert on draws for each row"],
  },
];
