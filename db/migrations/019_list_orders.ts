import { statements } from "./statements.ts";

/** The orders of lists that are read page by page: an edition's lost mails, and what came by a recommender's link. */
export const up = statements(`
  create index mails_lost on mails (edition_id, created_at, id)
    where delivery in ('bounced', 'complained', 'failed') or state = 'failed';
  drop index applications_recommender_id;
  create index applications_recommender_id on applications (recommender_id, submitted_at, code);
`);
