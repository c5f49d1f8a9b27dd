import type { findListChoices } from "~db/queries/screening/screening.ts";

/** What the list can be narrowed to, and the names that its rows refer to. */
export type ListChoices = Awaited<ReturnType<typeof findListChoices>>;
