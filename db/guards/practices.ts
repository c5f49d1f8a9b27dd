import type { Guard } from "./guard.ts";

export const practices: Guard[] = [
  // Judges are compared with what stood there when they marked it: once one has handed in, project and reference stand still,
  // and what was closed is not opened again, for the reference is known by then. The practice's row lock orders the two sides
  {
    name: "practices_guard_changed",
    body: `
      begin
        if old.closed_at is not null and to_jsonb(new) is distinct from to_jsonb(old) then
          raise exception 'the practice is over' using errcode = 'CD054';
        end if;
        if to_jsonb(new) - 'closed_at' is distinct from to_jsonb(old) - 'closed_at'
          and exists (select from practice_sheets where round_id = new.round_id) then
          raise exception 'a judge has handed in the practice sheet' using errcode = 'CD053';
        end if;
        return new;
      end`,
    triggers: ["guard_changed before update on practices for each row"],
  },
  {
    name: "practice_sheets_guard_open",
    body: `
      begin
        perform from practices where round_id = new.round_id and closed_at is null for share;
        if not found then
          raise exception 'the practice is over' using errcode = 'CD054';
        end if;
        return new;
      end`,
    triggers: ["guard_open before insert on practice_sheets for each row"],
  },
  {
    name: "practice_sheets_guard_changed",
    body: `
      begin
        raise exception 'a practice sheet that was handed in stands still' using errcode = 'CD003';
      end`,
    triggers: ["guard_changed before update on practice_sheets for each row"],
  },
  // Nobody practises beside the scoring, and a round that goes back to ready does not ask again what has been shown
  {
    name: "close_practice_of_round",
    body: `
      begin
        update practices set closed_at = now() where round_id = new.id and closed_at is null;
        return null;
      end`,
    triggers: [
      "close_practice after update of state on rounds for each row when (new.state in ('judging', 'closed') and old.state <> new.state)",
    ],
  },
];
