/** What a page says to the worker: keep this round for when there is no network (`routes`: the address of the list of pages), or forget whatever was kept. */
export type ToWorker =
  | { type: "keep"; round: string; entries: string[]; judge: string; locale: string; routes: string }
  | { type: "forget" };
