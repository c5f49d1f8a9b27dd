import type { Guard } from "./guard.ts";

export const entries: Guard[] = [
  // An opening of the scoring that is taken back leaves no submitted sheet behind. The round's row lock orders the two
  // sides
  {
    name: "entries_guard_opened",
    body: `
      begin
        perform from rounds where id = new.round_id for update;
        if exists (select from sheets where entry_id = new.id and state = 'submitted') then
          raise exception 'the entry has submitted sheets: its scoring stays open' using errcode = 'CD013';
        end if;
        return new;
      end`,
    triggers: [
      "guard_opened before update of scoring_opened_at on entries for each row when (old.scoring_opened_at is not null and new.scoring_opened_at is null)",
    ],
  },
  // Whose sheets are begun stays with the panel that began them, and so does a judge with the own panel and kind
  {
    name: "panel_guard_sheets",
    body: `
      begin
        if exists (
          select from sheets
          where sheets.round_id = new.round_id
            and case tg_table_name when 'entries' then sheets.entry_id else sheets.judge_id end = new.id
        ) then
          raise exception 'sheets are begun: the panel stays' using errcode = 'CD008';
        end if;
        return new;
      end`,
    triggers: [
      "guard_panel before update of panel on entries for each row when (old.panel is distinct from new.panel)",
      "guard_panel before update of panel, kind on panel_members for each row when ((old.panel, old.kind) is distinct from (new.panel, new.kind))",
    ],
  },
];
