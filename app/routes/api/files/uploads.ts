import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppLoadContext } from "@remix-run/node";
import { findSession } from "~/services/auth/auth.ts";
import { uploadAddress } from "~/services/files/upload-addresses.ts";
import { log } from "~/services/log.ts";
import { answerDiligence } from "../diligence/diligence-upload.ts";
import { answerLanding } from "../landing/landing-upload.ts";
import { answerObjection } from "../notices/objection-upload.ts";
import { answerPaper } from "../scoring/paper-upload.ts";
import { answerForm } from "./form-upload.ts";
import { tusEndpoint } from "./tus.ts";
import { answerJson } from "./upload-answer.ts";

const idleMilliseconds = 120_000;

/**
 * Answers what brings files: tus at /uploads, and forms with one file. Stands before Remix, which would hold all of a
 * body in memory. Answers false for any other request.
 */
export function uploadsOf({ auth, db, files }: Pick<AppLoadContext, "auth" | "db" | "files">) {
  const tus = tusEndpoint(files);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const address = uploadAddress(request.url);
    if (!address || request.method === "GET") return false;
    if (address.by !== "tus" && !/^multipart\//i.test(request.headers["content-type"] ?? "")) return false;
    // A connection that brings nothing any more is given up; what has arrived of an upload stays
    request.setTimeout(idleMilliseconds, () => request.destroy());
    const asked = new Request(new URL(request.url ?? "/", "http://localhost"), {
      headers: { cookie: request.headers.cookie ?? "" },
    });
    findSession(auth, asked)
      .then(async (session) => {
        const parts = { db, files, actor: session?.user ?? null };
        if (address.by === "tus") await tus(request, response, address.id, parts);
        else if (address.by === "objection") await answerObjection(request, response, address, parts);
        else if (address.by === "landing") await answerLanding(request, response, address, parts);
        else if (address.by === "diligence") await answerDiligence(request, response, address, parts);
        else if (address.by === "paper") await answerPaper(request, response, address, parts);
        else await answerForm(request, response, address, parts);
      })
      .catch((error: unknown) => {
        log.error({ err: error }, "an upload could not be answered");
        if (response.headersSent) response.destroy();
        else answerJson(request, response, 503, { type: "unavailable" });
      });
    return true;
  };
}
