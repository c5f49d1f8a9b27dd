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
  // While a panel confers its sheets stand still, and a value once given is neither changed nor given after the end
  {
    name: "deliberation_values_guard_open",
    body: `
      begin
        perform from deliberations where id = new.deliberation_id and state = 'open' for share;
        if not found then
          raise exception 'nobody confers on this entry any more' using errcode = 'CD051';
        end if;
        return new;
      end`,
    triggers: ["guard_open before insert on deliberation_values for each row"],
  },
  {
    name: "sheets_guard_deliberation",
    body: `
      begin
        if exists (
          select from deliberations where entry_id = old.entry_id and state in ('open', 'ended')
        ) then
          raise exception 'the panel confers on this entry: its sheets stand still' using errcode = 'CD052';
        end if;
        return new;
      end`,
    triggers: [
      "guard_deliberation before update of state on sheets for each row when (old.state = 'submitted' and new.state = 'draft')",
    ],
  },
];
