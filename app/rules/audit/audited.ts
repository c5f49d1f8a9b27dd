/** Everything that leaves an entry in the audit trail, by what it is about. A test holds the list against the code. */
export const audited = {
  applications: [
    ...(["start-application", "save-draft", "discard-working", "submit-application"] as const),
    "withdraw-application",
  ],
  files: ["begin-upload", "attach-file", "cancel-upload", "remove-attachment", "read-identity-document"],
  screening: [
    ...(["assign-screener", "check-by-hand", "decide-application", "confirm-proposal", "decline-proposal"] as const),
    ...(["withdraw-proposal", "find-by-identity", "reveal-identity", "start-batch", "stop-batch"] as const),
    ...(["save-view", "rename-view", "delete-view"] as const),
  ],
  mail: [
    ...(["release-mails", "invite-to-heat", "send-announcement", "send-test-mail", "resend-mail"] as const),
    ...(["save-mail-words", "reset-mail-words"] as const),
  ],
  editions: [
    ...(["create-edition", "update-edition", "save-edition-choices", "save-edition-page"] as const),
    ...(["save-eligibility", "save-notice-settings", "add-recommender", "end-recommender"] as const),
    "save-certificate-template",
    "save-industry-chains",
    ...(["add-webhook", "renew-webhook", "end-webhook", "test-webhook", "resend-delivery"] as const),
  ],
  rounds: [
    ...(["create-round", "update-round", "step-round", "save-rubric", "save-rule", "save-day-settings"] as const),
    ...(["seat-panel-member", "restore-panel-member", "unseat-panel-member", "set-head-judge"] as const),
    ...(["renew-stage-key", "draw-order"] as const),
  ],
  review: [
    ...(["save-review-settings", "save-judge-profile", "apply-assignment", "assign-judge"] as const),
    ...(["unassign-judge", "declare-conflicts", "cut-into-heats"] as const),
  ],
  hall: [
    ...(["sign-in-contestant", "record-absence", "undo-attendance", "choose-late-rule", "commit-draw"] as const),
    ...(["draw-by-hall-word", "give-up-commitment", "confirm-redraw", "swap-places", "take-step"] as const),
    ...(["issue-pairing-code", "pair-tablet", "revoke-tablet", "leave-tablet"] as const),
  ],
  sheets: [
    ...(["save-sheet-draft", "submit-sheet", "recuse", "take-back-recusal", "request-check"] as const),
    ...(["answer-check", "ask-reopening", "confirm-reopening", "decline-reopening", "keep-late-sheet"] as const),
    ...(["bring-paper", "enter-paper", "confirm-paper", "reject-paper", "close-judging"] as const),
    ...(["reopen-judging", "sign-sheet", "sign-table", "confirm-score", "print-papers"] as const),
  ],
  results: [
    ...(["propose-release", "confirm-release", "publish-release", "void-release", "void-changed-release"] as const),
    ...(["withdraw-release", "record-panel-vote", "issue-certificates"] as const),
    ...(["save-advancement-rule", "settle-advancement-tie", "advance-to-final"] as const),
    ...(["withdraw-finalist", "move-up-substitute"] as const),
  ],
  awards: [
    ...(["save-checklist", "record-findings", "bring-diligence-file", "remove-diligence-file"] as const),
    ...(["read-diligence-file", "decide-finalist", "revoke-finalist-decision"] as const),
    ...(["save-award-settings", "grant-awards", "revoke-awards"] as const),
  ],
  objections: [
    ...(["file-objection", "bring-objection-file", "assign-objection", "decide-objection"] as const),
    ...(["link-correction", "reveal-objector", "read-objection-file"] as const),
  ],
  landing: [
    ...(["add-landing", "add-final-landings", "assign-landing", "complete-milestone", "reopen-milestone"] as const),
    ...(["change-milestone-deadline", "record-funds", "take-back-funds", "give-up-landing"] as const),
    ...(["take-up-landing", "save-landing-months", "bring-landing-file"] as const),
  ],
  rehearsals: ["start-rehearsal", "wipe-rehearsal"],
  exchange: [
    ...(["import-applications", "import-contest", "export-applications", "export-attachments"] as const),
    ...(["export-list", "export-trail"] as const),
  ],
  people: [
    ...(["add-user", "invite-staff", "accept-invitation", "change-profile"] as const),
    ...(["revoke-session", "revoke-other-sessions", "export-own-data", "delete-own-data"] as const),
    ...(["begin-factor", "confirm-factor", "renew-recovery-codes", "remove-factor"] as const),
    ...(["refuse-factor", "forget-factor"] as const),
  ],
  operation: ["erase-edition", "rotate-personal-data-key", "verify-audit"],
} as const;

export type AuditedGroup = keyof typeof audited;
export type Audited = (typeof audited)[AuditedGroup][number];

export const auditedGroups = Object.keys(audited) as AuditedGroup[];
const all: readonly string[] = Object.values(audited).flat();

export function isAudited(command: string): command is Audited {
  return all.includes(command);
}

/** What is saved by itself while somebody writes. */
export const savedByItself: readonly Audited[] = ["save-draft", "save-sheet-draft"];
