import type { Guard } from "./guard.ts";

export const appendOnly: Guard[] = [
  // Of these tables nothing is ever changed or taken out
  {
    name: "refuse_change",
    body: `
      begin
        raise exception '% only grows', tg_table_name using errcode = 'CD007';
      end`,
    triggers: [
      "kept before delete or truncate on releases for each statement",
      "append_only before update or delete or truncate on audit_entries for each statement",
      "kept before delete or truncate on screening_decisions for each statement",
      "kept_truncate before truncate on stage_steps for each statement",
      "kept_truncate before truncate on superseded_sheets for each statement",
      "kept_truncate before truncate on late_sheets for each statement",
      "append_only before update or truncate on deliberation_values for each statement",
      "kept_truncate before truncate on deliberations for each statement",
      "kept_truncate before truncate on signatures for each statement",
      "kept_truncate before truncate on draws for each statement",
      "kept_truncate before truncate on panel_draws for each statement",
      "kept_truncate before truncate on order_changes for each statement",
      "kept_truncate before truncate on draw_commitments for each statement",
      "append_only before update or truncate on audit_reasons for each statement",
      "append_only before update or delete or truncate on audit_seals for each statement",
      "append_only before update or delete or truncate on audit_seal_entries for each statement",
      "append_only before update or delete or truncate on release_signatures for each statement",
      "append_only before update or delete or truncate on signing_waivers for each statement",
      "kept_truncate before truncate on panel_votes for each statement",
      "kept_truncate before truncate on panel_vote_places for each statement",
      "kept_truncate before truncate on panel_vote_ballots for each statement",
      "kept before delete or truncate on objections for each statement",
      "kept before delete or truncate on advancement_places for each statement",
      "append_only before update or delete or truncate on advancements for each statement",
      "append_only before update or delete or truncate on certificates for each statement",
      "kept before delete or truncate on diligence_findings for each statement",
      "kept before delete or truncate on diligence_files for each statement",
      "kept before delete or truncate on diligence_decisions for each statement",
      "kept before delete or truncate on award_grants for each statement",
      "append_only before update or delete or truncate on awards for each statement",
      "append_only before update or delete or truncate on advancement_decisions for each statement",
      "append_only before update or delete or truncate on advancement_decision_places for each statement",
    ],
  },
  // What a heat leaves behind only grows, and a rehearsal leaves nothing: it can be wiped
  {
    name: "refuse_change_of_real",
    body: `
      begin
        if exists (
          select from touched join rounds on rounds.id = touched.round_id
          where tg_op <> 'DELETE' or rounds.rehearsal_of_id is null
        ) then
          raise exception '% only grows', tg_table_name using errcode = 'CD007';
        end if;
        return null;
      end`,
    triggers: [
      "kept_update after update on stage_steps referencing old table as touched for each statement",
      "kept_delete after delete on stage_steps referencing old table as touched for each statement",
      "kept_delete after delete on superseded_sheets referencing old table as touched for each statement",
      "kept_delete after delete on late_sheets referencing old table as touched for each statement",
      "kept_delete after delete on signatures referencing old table as touched for each statement",
      "kept_update after update on draws referencing old table as touched for each statement",
      "kept_delete after delete on draws referencing old table as touched for each statement",
      "kept_update after update on panel_draws referencing old table as touched for each statement",
      "kept_delete after delete on panel_draws referencing old table as touched for each statement",
      "kept_delete after delete on order_changes referencing old table as touched for each statement",
      "kept_delete after delete on draw_commitments referencing old table as touched for each statement",
    ],
  },
];
