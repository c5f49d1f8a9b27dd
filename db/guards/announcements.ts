import type { Guard } from "./guard.ts";

export const announcements: Guard[] = [
  // Whatever a public page can show tells every instance, in the moment of its commit, to forget the pages it keeps
  {
    name: "announce_public_change",
    body: `
      begin
        perform pg_notify('public_changed', '');
        return null;
      end`,
    triggers: [
      "announce_public_change after insert or update or delete or truncate on editions for each statement",
      "announce_public_change after insert or update or delete or truncate on tracks for each statement",
      "announce_public_change after insert or update or delete or truncate on groups for each statement",
      "announce_public_change after insert or update or delete or truncate on hosted_files for each statement",
      "announce_public_change after insert or update or delete or truncate on rounds for each statement",
      "announce_public_change after insert or update or delete or truncate on releases for each statement",
      "announce_public_change after insert or update or delete or truncate on advancement_places for each statement",
      "announce_public_change after insert or update or delete or truncate on advancement_withdrawals for each statement",
      "announce_public_change after insert or update on diligence_decisions for each statement",
      "announce_public_change after insert or update on award_grants for each statement",
      "announce_public_change after insert or update or delete or truncate on certificate_templates for each statement",
    ],
  },
  // Who brought a project may stand on a public page: with the name it goes from every page that is kept
  {
    name: "announce_public_name",
    body: `
      begin
        if exists (select from entries where application_id = new.id) then
          perform pg_notify('public_changed', '');
        end if;
        return null;
      end`,
    triggers: [
      "announce_public_name after update on applications for each row when ((old.leader_name, old.company_name) is distinct from (new.leader_name, new.company_name))",
    ],
  },
  // Every command leaves an audit entry in its transaction: whoever follows that round finds it here after the commit. Not by
  // NOTIFY, as PostgreSQL lets transactions that notify commit one at a time: that left 200 judges a tenth of their commits
  {
    name: "announce_round_change",
    body: `
      begin
        insert into round_changes (round, tablets) select distinct round_id, false from added where round_id is not null;
        return null;
      end`,
    triggers: ["announce_round_change after insert on audit_entries referencing new table as added for each statement"],
  },
  // Who follows something live is asked for again when a session of theirs, a right or a seat is taken away
  {
    name: "announce_access_change",
    body: `
      begin
        if old.user_id is not null then
          perform pg_notify('access_changed', old.user_id);
        end if;
        return null;
      end`,
    triggers: [
      "announce_access_change after delete or update of user_id, token, expires_at on sessions for each row",
      "announce_access_change after delete or update on role_grants for each row",
      "announce_access_change after delete or update of user_id, removed_at on panel_members for each row",
    ],
  },
  // A tablet that is taken away ends what its judge follows
  {
    name: "announce_tablet_end",
    body: `
      begin
        perform pg_notify('access_changed', user_id) from panel_members where id = new.judge_id and user_id is not null;
        return null;
      end`,
    triggers: [
      "announce_tablet_end after update of revoked_at on tablets for each row when (new.revoked_at is not null)",
    ],
  },
  // Signs of life come every few seconds and are no change of the round: those who watch the tablets hear of them apart
  {
    name: "announce_tablet",
    body: `
      begin
        insert into round_changes (round, tablets) values (new.round_id, true);
        return null;
      end`,
    triggers: ["announce after insert or update on tablets for each row"],
  },
];
