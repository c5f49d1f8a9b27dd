/** What a page says to the worker: keep this round for when there is no network (`routes`: the address of the list of pages). */
export interface ToWorker {
  round: string;
  entries: string[];
  judge: string;
  locale: string;
  routes: string;
}
