import type { ColumnType } from "kysely";
import type { Reason } from "~/rules/advancement/advancement.ts";
import type { AdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { AwardLevel } from "~/rules/awards/awards.ts";
import type { Checklist } from "~/rules/diligence/diligence.ts";
import type { EditionPageInput } from "~/rules/editions/edition-page.ts";
import type { OvertimeTable } from "~/rules/editions/overtime-table.ts";
import type { AttachmentTemplates } from "~/rules/files/attachment-template.ts";
import type { LandingMonths } from "~/rules/landing/landing.ts";
import type { NoticeSettings } from "~/rules/notices/notice.ts";
import type { IndustryChain } from "~/rules/portrait/industry-chain.ts";
import type { BundleInputs } from "~/rules/releases/bundle.ts";
import type { FrozenWords } from "~/rules/releases/frozen-release.ts";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import type { Deliberation } from "~/rules/scoring/deliberation.ts";
import type { PracticeReference } from "~/rules/scoring/practice.ts";
import type { Marks } from "~/rules/scoring/sheet.ts";
import type { Strokes } from "~/rules/scoring/signature.ts";
import type { BatchInput } from "~/rules/screening/batch.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import type { EligibilityRule } from "~/rules/screening/eligibility-rule.ts";
import type { Proposal } from "~/rules/screening/proposal.ts";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import type { Rule } from "~/rules/standings/rule.ts";
import type { EntryWords } from "~/rules/standings/score-board.ts";

/**
 * What each jsonb column holds, by "table.column" as the database names them. The generated schema takes its types from
 * here, so a jsonb column that is missing here is a type error there. Whether a column can be null or has a default, the
 * schema knows from the database.
 */
export interface JsonColumns {
  "advancement_places.reason": Reason;
  "advancements.rule": AdvancementRule;
  "applications.answers": DraftAnswers;
  "applications.eligibility_findings": readonly Finding[];
  "applications.working": Working;
  "audit_entries.facts": Json;
  "award_settings.levels": ReadAgain<AwardLevel[]>;
  "batch_items.error": ColumnType<RowRefusal, { type: string }, { type: string }>;
  "batch_items.result": RowResult;
  /** With its edition all words of it are erased. */
  "batches.input": ColumnType<BatchInput, BatchInput, BatchInput | Record<string, never>>;
  "diligence_checklists.items": ReadAgain<Checklist>;
  "editions.advancement": AdvancementRule;
  "editions.attachment_templates": AttachmentTemplates;
  "editions.eligibility": ReadAgain<readonly EligibilityRule[]>;
  "editions.industry_chains": ReadAgain<readonly IndustryChain[]>;
  "editions.landing_months": LandingMonths;
  "editions.overtime": ReadAgain<OvertimeTable>;
  "editions.own_days": ReadAgain<NoticeSettings["ownDays"]>;
  "editions.page": ReadAgain<EditionPageInput>;
  /** Rows of two tables, written and taken back by the database alone. */
  "final_departures.kept": Json;
  "idempotency_keys.answer": { value: Json };
  "late_sheets.marks": Marks;
  /** Each template has its own. */
  "mails.props": Json;
  "paper_sheets.marks": Marks;
  "practice_sheets.marks": Marks;
  "practices.reference": PracticeReference;
  "releases.entry_words": EntryWords[];
  "releases.inputs": BundleInputs;
  "releases.standings": FrozenStandings;
  "releases.words": FrozenWords;
  "rules.deliberation": Deliberation;
  "rounds.composition": Record<string, number>;
  "rules.settings": Partial<Rule>;
  "screening_decisions.corrections": Correction[];
  "screening_proposals.input": Proposal;
  "server_processes.round_viewers": Record<string, number>;
  "signatures.strokes": Strokes;
  "stage_steps.step": ConductStep;
  "submissions.answers": DraftAnswers;
  "submissions.choices": Choices;
  "superseded_sheets.marks": Marks;
  "webhook_deliveries.data": DeliveryData;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/** Written in that form, and read again by its schema: what stands there may lack what the schema fills in. */
type ReadAgain<Written> = ColumnType<Json, Written, Written>;

/** A sealed number of a leader's identity document; the vault (app/services/vault/vault.ts) seals and opens it. */
export interface StoredIdentity {
  kind: string;
  sealed: string;
  keyName: string;
  blind: string;
  masked: string;
}

/** What the applicant is writing after a submission. */
export interface Working {
  answers: DraftAnswers;
  choices: Choices;
  /** The sealed number, where another one was given than the one that was handed in. */
  identity: StoredIdentity | null;
  /** ISO 8601 instant. */
  savedAt: string;
}

/** What the command of a batch's row answered, as far as anybody reads it. */
export interface RowResult {
  proposed?: boolean;
  screenerId?: string | null;
}

/** Why a row of a batch was refused, with what its words need. */
export type RowRefusal = { type: string } & Record<string, unknown>;

/** What a delivery about a result says, besides where it can be read. */
export interface ResultNotification {
  edition: string;
  round: string;
  version: number;
  digest: string;
}

/** What a delivery about the audit trail's end says. */
export interface TrailNotification {
  edition: string;
  seal: number;
  digest: string | null;
  sealedAt: string | null;
  sound: boolean;
}

/** What a delivery says; a test names the edition alone. */
export type DeliveryData = ResultNotification | TrailNotification | Pick<ResultNotification, "edition">;
