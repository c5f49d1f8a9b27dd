import type { Migration } from "kysely/migration";
import * as accounts from "./001_accounts.ts";
import * as editions from "./002_editions.ts";
import * as rounds from "./003_rounds.ts";
import * as applications from "./004_applications.ts";
import * as screening from "./005_screening.ts";
import * as heats from "./006_heats.ts";
import * as review from "./007_review.ts";
import * as scoring from "./008_scoring.ts";
import * as releases from "./009_releases.ts";
import * as advancement from "./010_advancement.ts";
import * as awards from "./011_awards.ts";
import * as landing from "./012_landing.ts";
import * as mail from "./013_mail.ts";
import * as exchange from "./014_exchange.ts";
import * as audit from "./015_audit.ts";
import * as operations from "./016_operations.ts";
import * as roundChanges from "./017_round_changes.ts";
import * as replica from "./018_replica.ts";
import * as listOrders from "./019_list_orders.ts";
import * as mailDue from "./020_mail_due.ts";

/**
 * Every migration in order, the tables of one chapter in each; a landed one never changes. They make tables alone: the
 * triggers on them, and the functions that these call, stand in `db/guards`.
 */
export const migrations: Record<string, Migration> = {
  "001_accounts": accounts,
  "002_editions": editions,
  "003_rounds": rounds,
  "004_applications": applications,
  "005_screening": screening,
  "006_heats": heats,
  "007_review": review,
  "008_scoring": scoring,
  "009_releases": releases,
  "010_advancement": advancement,
  "011_awards": awards,
  "012_landing": landing,
  "013_mail": mail,
  "014_exchange": exchange,
  "015_audit": audit,
  "016_operations": operations,
  "017_round_changes": roundChanges,
  "018_replica": replica,
  "019_list_orders": listOrders,
  "020_mail_due": mailDue,
};
