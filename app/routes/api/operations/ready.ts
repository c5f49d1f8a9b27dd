import type { LoaderFunctionArgs } from "@remix-run/node";
import { databaseAnswers } from "~db/queries/operations.ts";

/** 200 once the database answers, else 503. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const ready = await databaseAnswers(context.db);
  const headers = { "Cache-Control": "no-store" };
  return ready
    ? Response.json({ status: "ready" }, { headers })
    : Response.json({ status: "waiting for the database" }, { status: 503, headers });
}
