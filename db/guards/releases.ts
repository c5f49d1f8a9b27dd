import type { Guard } from "./guard.ts";

export const releases: Guard[] = [
  // A release keeps what was signed; of a published version only its end is written later
  {
    name: "releases_guard",
    body: `
      begin
        if (new.round_id, new.version, new.standings, new.digest, new.sheets_digest, new.proposed_by_id, new.proposed_at, new.corrects_id, new.correction_reason)
          is distinct from (old.round_id, old.version, old.standings, old.digest, old.sheets_digest, old.proposed_by_id, old.proposed_at, old.corrects_id, old.correction_reason)
          or (old.confirmed_at is not null and (new.confirmed_by_id, new.confirmed_at) is distinct from (old.confirmed_by_id, old.confirmed_at))
          or (old.published_at is not null
            and (new.published_by_id, new.published_at, new.notice_ends_on, new.notice_reason, new.words, new.entry_words, new.inputs, new.inputs_salt)
            is distinct from (old.published_by_id, old.published_at, old.notice_ends_on, old.notice_reason, old.words, old.entry_words, old.inputs, old.inputs_salt))
          or (old.ended_at is not null) or old.state = 'superseded' then
          raise exception 'a release keeps what was signed' using errcode = 'CD006';
        end if;
        if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
          'proposed>confirmed', 'proposed>voided', 'confirmed>published', 'confirmed>voided', 'published>withdrawn'
        ])) and not (old.state = 'published' and new.state = 'superseded' and pg_trigger_depth() > 1) then
          raise exception 'a release cannot go from % to %', old.state, new.state using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: ["guard before update on releases for each row"],
  },
  {
    name: "releases_guard_round",
    body: `
      begin
        if new.state <> 'proposed' then
          raise exception 'a release begins with a proposal' using errcode = 'CD006';
        end if;
        perform from rounds where id = new.round_id and state = 'closed' for update;
        if not found then
          raise exception 'only a closed round can be released' using errcode = 'CD006';
        end if;
        -- Waits for whoever changes which hands may be the same, and lets them wait
        perform from editions join rounds on rounds.edition_id = editions.id
        where rounds.id = new.round_id for share of editions;
        if new.corrects_id is distinct from (select id from releases where round_id = new.round_id and state = 'published') then
          raise exception 'while a version is published, the next one corrects it and says why' using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: ["guard_round before insert on releases for each row"],
  },
  {
    name: "releases_guard_rehearsal",
    body: `
      begin
        if exists (select from rounds where id = new.round_id and rehearsal_of_id is not null) then
          raise exception 'a rehearsal has no result' using errcode = 'CD009';
        end if;
        return new;
      end`,
    triggers: ["guard_rehearsal before insert on releases for each row"],
  },
  // A correction takes the place of the version that it corrects in the moment of its publication
  {
    name: "releases_supersede",
    body: `
      begin
        update releases set state = 'superseded' where id = new.corrects_id and state = 'published';
        return new;
      end`,
    triggers: [
      "supersede before update of state on releases for each row when (old.state = 'confirmed' and new.state = 'published')",
    ],
  },
  // Who proposes never confirms; who publishes is a third person, unless the edition lets two of the roles fall
  // together
  {
    name: "releases_guard_hands",
    body: `
      declare
        together text;
      begin
        if new.state = 'published' then
          select roles_may_fall_together into together
          from editions join rounds on rounds.edition_id = editions.id where rounds.id = new.round_id;
          if (new.published_by_id = new.proposed_by_id and together <> 'propose-and-publish')
            or (new.published_by_id = new.confirmed_by_id and together <> 'confirm-and-publish') then
            raise exception 'a third person publishes' using errcode = 'CD014';
          end if;
        end if;
        if 2 + (new.state = 'published')::integer <> (
          select count(*) from release_signatures as signed
          where signed.release_id = new.id and signed.digest = new.digest and signed.signed_by_id = case signed.step
            when 'propose' then new.proposed_by_id when 'confirm' then new.confirmed_by_id else new.published_by_id end
        ) then
          raise exception 'not everybody has signed' using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: [
      "guard_hands before update of state on releases for each row when (old.state is distinct from new.state and new.state in ('confirmed', 'published'))",
    ],
  },
  // Nothing is published without what it is shown with and what it comes from
  {
    name: "releases_guard_kept",
    body: `
      begin
        if num_nulls(new.words, new.entry_words, new.inputs, new.inputs_salt) > 0 then
          raise exception 'what is published keeps what it is shown with and comes from' using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: [
      "guard_kept before update of state on releases for each row when (old.state = 'confirmed' and new.state = 'published')",
    ],
  },
];
