/** What a freeze goes by: after how many projects (null: none), and in which order their scoring was opened. */
export interface ScoreFreeze {
  freezeAfter: number | null;
  opened: readonly string[];
}

/**
 * Whether the project's score may be seen before the ceremony: with a freeze only of the first so many whose scoring was
 * opened. The others are kept for the reveal, on the scoreboard and one by one (封榜).
 */
export function isBeforeFreeze(entry: string, { freezeAfter, opened }: ScoreFreeze): boolean {
  return freezeAfter === null || opened.slice(0, freezeAfter).includes(entry);
}
