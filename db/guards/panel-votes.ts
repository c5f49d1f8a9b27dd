import type { Guard } from "./guard.ts";

export const panelVotes: Guard[] = [
  // A vote is corrected by another one alone. It goes with a rehearsal that is wiped and an imported round that is
  // replaced
  {
    name: "panel_votes_guard",
    body: `
      begin
        if exists (
          select from touched join rounds on rounds.id = touched.round_id
          where tg_op <> 'DELETE' or (rounds.rehearsal_of_id is null and rounds.origin <> 'import')
        ) then
          raise exception '% only grows', tg_table_name using errcode = 'CD007';
        end if;
        return null;
      end`,
    triggers: [
      "kept_update after update on panel_votes referencing old table as touched for each statement",
      "kept_delete after delete on panel_votes referencing old table as touched for each statement",
      "kept_update after update on panel_vote_places referencing old table as touched for each statement",
      "kept_delete after delete on panel_vote_places referencing old table as touched for each statement",
      "kept_update after update on panel_vote_ballots referencing old table as touched for each statement",
      "kept_delete after delete on panel_vote_ballots referencing old table as touched for each statement",
    ],
  },
  // While a version is public the panel may vote again, for its correction; only what waits for its publication is
  // fixed
  {
    name: "panel_votes_guard_release",
    body: `
      begin
        if exists (select from releases where round_id = new.round_id and state = 'confirmed') then
          raise exception 'the result of round % is confirmed', new.round_id using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: [
      "guard_release before insert on panel_votes for each row",
      "guard_release before insert or update on tie_votes for each row",
    ],
  },
];
