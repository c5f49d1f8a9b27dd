/**
 * How many days before registration closes the applicant of a draft is reminded, once each. Source: the house's own rule; the
 * table of reminders takes no others.
 */
export const draftReminderDays = [7, 3, 1] as const;

/** How long before its day a reminder counts for it: a deadline that moves by hours brings no second one. */
export const draftReminderCountsDays = 1;
