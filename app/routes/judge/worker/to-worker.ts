/** What a page says to the worker: keep this round for when there is no network, or forget whatever was kept. */
export type ToWorker =
  | { type: "keep"; round: string; entries: string[]; judge: string; locale: string; version: string }
  | { type: "forget" };
