import type { Guard } from "./guard.ts";

export const carriedReleases: Guard[] = [
  // With its first judging a round names the published releases that it carries from, whatever becomes of them later
  {
    name: "pin_carried_of_round",
    body: `
      begin
        insert into carried_releases (round_id, source_id, release_id)
        select new.id, releases.round_id, releases.id
        from rules
          cross join jsonb_array_elements(rules.settings -> 'carry') carry (carry)
          join rounds source on source.slug = carry.carry ->> 'round'
          join releases on releases.round_id = source.id and releases.state = 'published'
        where rules.round_id = new.id
        on conflict do nothing;
        return null;
      end`,
    triggers: [
      "pin_carried after update of state on rounds for each row when (new.state = 'judging' and old.state <> 'judging' and new.origin <> 'import')",
    ],
  },
  // A round that began before there was anything published names the first release that is
  {
    name: "pin_carried_release",
    body: `
      begin
        insert into carried_releases (round_id, source_id, release_id)
        select carrying.id, new.round_id, new.id
        from rounds source
          join rules on rules.settings -> 'carry' @> jsonb_build_array(jsonb_build_object('round', source.slug))
          join rounds carrying on carrying.id = rules.round_id
        where source.id = new.round_id and carrying.state in ('judging', 'closed') and carrying.origin <> 'import'
        on conflict do nothing;
        return null;
      end`,
    triggers: [
      "pin_carried after update of state on releases for each row when (new.state = 'published' and old.state <> 'published')",
    ],
  },
];
