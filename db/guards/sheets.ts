import type { Guard } from "./guard.ts";

export const sheets: Guard[] = [
  // The marks of a submitted sheet stand still for good, and so does the rubric: the database writes them into the
  // sheet itself, so that standings read one row a sheet. Nobody else writes a ballot. (The setting keeps a plan that a
  // session made when there were few marks from reading the whole table once a sheet.)
  {
    name: "sheets_write_ballot",
    head: "() returns trigger language plpgsql set enable_seqscan = off",
    body: `
      begin
        select array_agg(marks.mark order by criteria.position, criteria.id), count(marks.mark),
          coalesce(sum(marks.mark * (criteria.factor * 1000000)::bigint), 0)
        into new.ballot, new.ballot_marks, new.ballot_total
        from criteria
          left join marks on marks.round_id = new.round_id and marks.sheet_id = new.id and marks.criterion_id = criteria.id
        where criteria.round_id = new.round_id;
        new.ballot := coalesce(new.ballot, '{}');
        return new;
      end`,
    triggers: [
      "write_ballot_insert before insert on sheets for each row when (new.state = 'submitted')",
      "write_ballot_update before update of state on sheets for each row when (old.state = 'draft' and new.state = 'submitted')",
    ],
  },
  // A submitted sheet of an imported round may be deleted (the round is replaced), and so may one of a rehearsal
  {
    name: "sheets_guard_submitted",
    body: `
      begin
        if exists (
          select from touched join rounds on rounds.id = touched.round_id
          where touched.state = 'submitted' and rounds.origin <> 'import' and rounds.rehearsal_of_id is null
        ) then
          raise exception 'a submitted sheet is locked' using errcode = 'CD003';
        end if;
        return null;
      end`,
    triggers: ["guard_submitted_delete after delete on sheets referencing old table as touched for each statement"],
  },
  {
    name: "sheets_guard_recused",
    body: `
      begin
        if exists (select from touched join recusals using (entry_id, judge_id)) then
          raise exception 'the judge has recused from this entry' using errcode = 'CD004';
        end if;
        return null;
      end`,
    triggers: ["guard_recused after insert on sheets referencing new table as touched for each statement"],
  },
  // A sheet that is submitted holds the rubric still. The round's row lock orders the two sides
  {
    name: "sheets_hold_rule",
    body: `
      begin
        perform from rounds where id = new.round_id for share;
        return new;
      end`,
    triggers: [
      "hold_rule_insert before insert on sheets for each row when (new.state = 'submitted')",
      "hold_rule_update before update of state on sheets for each row when (old.state = 'draft' and new.state = 'submitted' and new.source <> 'import')",
    ],
  },
  {
    name: "sheets_guard_assigned",
    body: `
      begin
        if exists (
          select from touched join review_settings using (round_id)
          where not exists (
            select from assignments
            where assignments.entry_id = touched.entry_id and assignments.judge_id = touched.judge_id
          )
        ) then
          raise exception 'the judge is not assigned to this entry' using errcode = 'CD008';
        end if;
        if exists (
          select from touched
            join panel_members on panel_members.id = touched.judge_id
            join entries on entries.id = touched.entry_id
          where panel_members.panel is not null and panel_members.panel is distinct from entries.panel
        ) then
          raise exception 'the judge sits on another panel' using errcode = 'CD008';
        end if;
        return null;
      end`,
    triggers: ["guard_assigned after insert on sheets referencing new table as touched for each statement"],
  },
  // A submitted sheet is locked. Two ways lead out: its private note goes with the personal data of its application,
  // and it becomes a draft again once its version was kept
  {
    name: "sheets_guard_changed",
    body: `
      begin
        if exists (
          select from before left join after on after.id = before.id
          where before.state = 'submitted' and (
            after.note is null
            and to_jsonb(after) - 'note' = to_jsonb(before) - 'note'
            and exists (
              select from entries join applications on applications.id = entries.application_id
              where entries.id = before.entry_id and applications.erased_at is not null
            )
          ) is not true and (
            after.state = 'draft' and after.version = before.version + 1
            and (after.entry_id, after.judge_id) = (before.entry_id, before.judge_id)
            and exists (
              select from superseded_sheets as kept
              where kept.entry_id = before.entry_id and kept.judge_id = before.judge_id and kept.version = before.version
            )
          ) is not true
        ) then
          raise exception 'a submitted sheet is locked' using errcode = 'CD003';
        end if;
        return null;
      end`,
    triggers: [
      "guard_submitted_update after update on sheets referencing old table as before new table as after for each statement",
    ],
  },
  // Who is out has no sheet
  {
    name: "sheets_guard_out",
    body: `
      begin
        if exists (
          select from attendances join rounds on rounds.id = attendances.round_id
          where attendances.entry_id = new.entry_id
            and (attendances.state = 'absent' or (attendances.state = 'late' and rounds.late_rule = 'out'))
        ) then
          raise exception 'the entry does not appear' using errcode = 'CD010';
        end if;
        return null;
      end`,
    triggers: [
      "guard_out_insert after insert on sheets for each row",
      "guard_out_submitted after update of state on sheets for each row when (old.state = 'draft' and new.state = 'submitted')",
    ],
  },
  // Where the conductor opens the scoring project by project, no sheet is handed in before
  {
    name: "sheets_guard_opened",
    body: `
      begin
        if exists (
          select from entries join rounds on rounds.id = entries.round_id
          where entries.id = new.entry_id and entries.scoring_opened_at is null and rounds.scoring_by_project
        ) then
          raise exception 'the scoring of this entry is not open' using errcode = 'CD012';
        end if;
        return null;
      end`,
    triggers: [
      "guard_opened_insert after insert on sheets for each row when (new.state = 'submitted' and new.source <> 'import')",
      "guard_opened_submitted after update of state on sheets for each row when (old.state = 'draft' and new.state = 'submitted')",
    ],
  },
  {
    name: "sheets_continue_versions",
    body: `
      begin
        new.version := new.version + coalesce(
          (select max(version) from superseded_sheets where entry_id = new.entry_id and judge_id = new.judge_id), 0);
        return new;
      end`,
    triggers: ["continue_versions before insert on sheets for each row when (new.source <> 'import')"],
  },
];
