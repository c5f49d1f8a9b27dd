import type { AppLoadContext } from "@remix-run/node";
import type { Application } from "~db/queries/applications/applications.ts";
import { findAllSubmissions, findFilesToSubmit } from "~db/queries/applications/applications.ts";
import { textsOf } from "~db/queries/applications/writing.ts";

/** Whether the applicant has words or files that the latest submission does not hold. Two queries. */
export async function hasChanges(db: AppLoadContext["db"], application: Application): Promise<boolean> {
  if (textsOf(application).unsent) return true;
  const [files, submissions] = await Promise.all([
    findFilesToSubmit(db, application.id),
    findAllSubmissions(db, application.id),
  ]);
  const submitted = new Set(submissions[0]?.attachmentIds);
  return files.length !== submitted.size || files.some(({ id }) => !submitted.has(id));
}
