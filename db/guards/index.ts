import { type Kysely, sql } from "kysely";
import { advancementPlaces } from "./advancement-places.ts";
import { announcements } from "./announcements.ts";
import { appendOnly } from "./append-only.ts";
import { applications } from "./applications.ts";
import { assignments } from "./assignments.ts";
import { attendances } from "./attendances.ts";
import { auditEntries } from "./audit-entries.ts";
import { auditReasons } from "./audit-reasons.ts";
import { awardGrants } from "./award-grants.ts";
import { awards } from "./awards.ts";
import { carriedReleases } from "./carried-releases.ts";
import { certificates } from "./certificates.ts";
import { diligenceChecklists } from "./diligence-checklists.ts";
import { diligenceDecisions } from "./diligence-decisions.ts";
import { diligenceFiles } from "./diligence-files.ts";
import { diligenceFindings } from "./diligence-findings.ts";
import { drawCommitments } from "./draw-commitments.ts";
import { draws } from "./draws.ts";
import { editions } from "./editions.ts";
import { entries } from "./entries.ts";
import type { Guard } from "./guard.ts";
import { hallVotes } from "./hall-votes.ts";
import { judgedInputs } from "./judged-inputs.ts";
import { marks } from "./marks.ts";
import { objections } from "./objections.ts";
import { orderChanges } from "./order-changes.ts";
import { panelVotes } from "./panel-votes.ts";
import { passkeys } from "./passkeys.ts";
import { practices } from "./practices.ts";
import { recoveryCodes } from "./recovery-codes.ts";
import { recusals } from "./recusals.ts";
import { releaseSignatures } from "./release-signatures.ts";
import { releases } from "./releases.ts";
import { rounds } from "./rounds.ts";
import { rules } from "./rules.ts";
import { screeningDecisions } from "./screening-decisions.ts";
import { secondFactors } from "./second-factors.ts";
import { sheets } from "./sheets.ts";
import { signatures } from "./signatures.ts";
import { signingRoles } from "./signing-roles.ts";
import { supersededSheets } from "./superseded-sheets.ts";

/** Every function and every trigger that the database has. */
export const guards: Guard[] = [
  ...advancementPlaces,
  ...announcements,
  ...appendOnly,
  ...applications,
  ...assignments,
  ...attendances,
  ...auditEntries,
  ...auditReasons,
  ...awardGrants,
  ...awards,
  ...carriedReleases,
  ...certificates,
  ...diligenceChecklists,
  ...diligenceDecisions,
  ...diligenceFiles,
  ...diligenceFindings,
  ...drawCommitments,
  ...draws,
  ...editions,
  ...entries,
  ...hallVotes,
  ...judgedInputs,
  ...marks,
  ...objections,
  ...orderChanges,
  ...panelVotes,
  ...passkeys,
  ...practices,
  ...recoveryCodes,
  ...recusals,
  ...releaseSignatures,
  ...releases,
  ...rounds,
  ...rules,
  ...screeningDecisions,
  ...secondFactors,
  ...sheets,
  ...signatures,
  ...signingRoles,
  ...supersededSheets,
];

/** Puts every function and every trigger in place, or its present form in the place of an earlier one; all tables must be there. */
export async function installGuards<DB>(db: Kysely<DB>): Promise<void> {
  for (const guard of guards) for (const statement of statementsOf(guard)) await sql.raw(statement).execute(db);
}

/** What makes a function and its triggers, one statement each. */
export function statementsOf({ name, head = "() returns trigger language plpgsql", body, triggers }: Guard): string[] {
  return [
    `create or replace function ${name}${head} as $$${body}$$`,
    ...triggers.map((trigger) => `create or replace trigger ${trigger} execute function ${name}()`),
  ];
}
