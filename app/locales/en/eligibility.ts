import type { Translation } from "../translation.ts";
import type zh from "../zh-CN/eligibility.ts";

export default {
  title: "Eligibility",
  outcome: { met: "Met", "not-met": "Not met", "by-hand": "To be checked by hand", unknown: "Not filled in yet" },
  verdict: { met: "Eligible", "not-met": "Not eligible", "by-hand": "To be checked by hand" },
  limit: {
    most: "at most {{value}}",
    least: "at least {{value}}",
    under: "less than {{value}}",
    range: "{{from}} to {{to}}",
  },
  rule: {
    "leader-age": "The leader is {{limit}} years old (on {{on}})",
    degree: "The leader holds at least this degree: {{limit}}",
    "company-age": "The company is {{limit}} years old (on {{on}})",
    "not-registered-locally": "The company is not registered locally yet ({{limit}})",
    "not-registered-locally-before": "The company was not registered locally before {{on}} ({{limit}})",
    "leader-stake": "The leader’s stake is {{limit}}%",
    "paid-in-capital": "The paid-in capital is {{limit}}",
    "team-size": "Core members: {{limit}}",
    "one-entry": "One entry a person, in one group only",
    "barred-words": "These words do not appear in names: {{limit}}",
    "previous-winner": "No earlier win in a national start-up contest",
  },
  value: {
    "leader-age": "{{value}} years old",
    degree: "{{value}}",
    "degree-instead": "{{value}}; may stand in for it: {{instead}}",
    "company-age": "{{value}} full years old",
    "not-registered-locally": "Registered in: {{value}}",
    "leader-stake": "{{value}}%",
    "paid-in-capital": "{{value}}",
    "team-size": "{{value}}",
    "one-entry": "Other entries of the same person: {{value}}",
    "one-entry-none": "No other entry",
    "barred-words": "{{value}}",
    "previous-winner-yes": "Declared: an earlier winner",
    "previous-winner-no": "Declared: no earlier win",
    "previous-winner": "Same name in the list of earlier winners: {{value}}",
    empty: "Not filled in yet",
  },
} satisfies Translation<typeof zh>;
