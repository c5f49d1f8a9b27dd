import type { Migration } from "kysely/migration";
import * as people from "./001_people.ts";
import * as editions from "./002_editions.ts";
import * as applications from "./003_applications.ts";
import * as judging from "./004_judging.ts";
import * as releaseAndRecord from "./005_release_and_record.ts";
import * as registration from "./006_registration.ts";
import * as attachments from "./007_attachments.ts";
import * as mail from "./008_mail.ts";
import * as review from "./009_review.ts";
import * as unassignments from "./010_unassignments.ts";
import * as erasedNotes from "./011_erased_notes.ts";
import * as heatDay from "./012_heat_day.ts";
import * as auditSeals from "./013_audit_seals.ts";
import * as secondFactor from "./014_second_factor.ts";
import * as bundle from "./015_bundle.ts";
import * as panelVotes from "./016_panel_votes.ts";
import * as notice from "./017_notice.ts";
import * as advancement from "./018_advancement.ts";
import * as webhooks from "./020_webhooks.ts";
import * as certificates from "./021_certificates.ts";
import * as dueDiligence from "./022_due_diligence.ts";
import * as landing from "./023_landing.ts";
import * as industryChains from "./024_industry_chains.ts";
import * as frozenRelease from "./025_frozen_release.ts";
import * as advancementDecisions from "./027_advancement_decisions.ts";
import * as votesAfterPublication from "./028_votes_after_publication.ts";

/** Every migration in order; a landed one never changes. */
export const migrations: Record<string, Migration> = {
  "001_people": people,
  "002_editions": editions,
  "003_applications": applications,
  "004_judging": judging,
  "005_release_and_record": releaseAndRecord,
  "006_registration": registration,
  "007_attachments": attachments,
  "008_mail": mail,
  "009_review": review,
  "010_unassignments": unassignments,
  "011_erased_notes": erasedNotes,
  "012_heat_day": heatDay,
  "013_audit_seals": auditSeals,
  "014_second_factor": secondFactor,
  "015_bundle": bundle,
  "016_panel_votes": panelVotes,
  "017_notice": notice,
  "018_advancement": advancement,
  "020_webhooks": webhooks,
  "021_certificates": certificates,
  "022_due_diligence": dueDiligence,
  "023_landing": landing,
  "024_industry_chains": industryChains,
  "025_frozen_release": frozenRelease,
  "027_advancement_decisions": advancementDecisions,
  "028_votes_after_publication": votesAfterPublication,
};
