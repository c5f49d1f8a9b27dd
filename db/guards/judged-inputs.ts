import type { Guard } from "./guard.ts";

export const judgedInputs: Guard[] = [
  // What is proposed, confirmed or published stands on these points: they stand still beside it
  {
    name: "judged_inputs_guard_proposed",
    body: `
      declare
        the_round integer := case when tg_op = 'DELETE' then old.round_id else new.round_id end;
      begin
        perform from rounds where id = the_round for update;
        if exists (
          select from releases where round_id = the_round and state in ('proposed', 'confirmed', 'published')
        ) then
          raise exception 'parts, adjustments and revisions are fixed by the proposed result' using errcode = 'CD006';
        end if;
        return case when tg_op = 'DELETE' then old else new end;
      end`,
    triggers: [
      "guard_proposed before insert or update or delete on revisions for each row",
      "guard_proposed before insert or update or delete on part_scores for each row",
      "guard_proposed before insert or update or delete on adjustments for each row",
    ],
  },
];
