import type { LoaderFunctionArgs } from "@remix-run/node";
import type { landingFileTypes } from "~/rules/landing/landing.ts";
import { fileResponse } from "~/services/files/file-response.ts";
import { assertProven, notFound } from "~/services/http/guard.ts";
import { findLandingFiles } from "~db/queries/landing/landing-files.ts";
import { landingFor } from "./landing.server.ts";

const endings = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" } as const;

/** A file of a landing for whoever may see it: agreements and papers of people, so they show first that it is them. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { actor, edition, landing } = await landingFor(args);
  assertProven(actor, args.request);
  const files = await findLandingFiles(args.context.db, landing.id);
  const file = files.find(({ id }) => String(id) === args.params.file);
  if (!file) throw notFound();
  const { storeKey, size, sha256, step, id } = file;
  const type = file.type as (typeof landingFileTypes)[number];
  const name = `${edition.slug}-${landing.number}-${step}-${id}.${endings[type]}`;
  const served = { storeKey, type, size, sha256, name };
  return await fileResponse(args.context.files, served, { request: args.request, inline: false });
}
