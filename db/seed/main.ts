import type { Db } from "../client.ts";
import { existsEdition } from "../queries/editions/editions.ts";
import { makeDemoApplications } from "./demo/applications.ts";
import { makeDemoEdition, morning } from "./demo/edition.ts";
import {
  type KeepFile,
  makeDemoDownloads,
  makeDemoFiles,
  makeDemoPage,
  makeDemoRecommenders,
} from "./demo/edition-page.ts";
import { makeLastEdition } from "./demo/last-edition.ts";
import { makeDemoPeople, walkTour } from "./demo/tour.ts";

/**
 * Fills an empty database with the demo: the sixth edition, its people, about 160 applications, heats in every state
 * around `today`, an open notice with an objection, and the edition before, which is over; files of some applications where `keep` says how to keep them. Does nothing where any edition exists.
 * Answers whether it did.
 */
export async function seedDemo(db: Db, today: Date = new Date(), keep?: KeepFile): Promise<boolean> {
  if (await existsEdition(db)) return false;
  const edition = await makeDemoEdition(db, today);
  const people = await makeDemoPeople(db, edition.id, morning(today, -80));
  await makeLastEdition(db, people, today);
  await makeDemoPage(db, edition.id);
  await makeDemoApplications(db, edition, today);
  await makeDemoRecommenders(db, edition.id, people.recommender.email);
  if (keep) {
    await makeDemoFiles(db, edition.id, keep);
    await makeDemoDownloads(db, { editionId: edition.id, by: people.organizer.id, at: morning(today, -80) }, keep);
  }
  await walkTour(db, people, today);
  return true;
}
