import type { LoaderFunctionArgs } from "@remix-run/node";
import { failureAnswer, waitingAnswer } from "../http/failure-page.ts";
import type { Printable } from "./print.ts";
import { openPrinters, type PrintOrder } from "./printer.ts";

/** So long a browser shows nothing but that it loads; then it shows the place in the line. */
const momentMs = 2500;
/** So long a program's answer waits to be an error where there is no print; later it only breaks off. */
const programMs = 8000;
/** The longest line, at its slowest. */
const longestMs = 15 * 60_000;

export interface PrintedFile {
  paper: Printable;
  /** Everybody may ask for it: it stands in another line than the desk's. */
  isPublic?: boolean;
  disposition: "inline" | "attachment";
  /** Its name in ASCII, and as people read it; both with their ending. */
  name: { plain: string; full: string };
  /** Done once the print is ready, before anything of it is sent; throws the answer where it may not be given after all. */
  note?: () => Promise<void>;
  /** Instead of not being kept anywhere. */
  headers?: Record<string, string>;
}

const types = {
  pdf: "application/pdf",
  workbook: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/**
 * The paper as a PDF or the workbook, for somebody who may have it: the caller has seen to that. A browser that would wait longer than a moment
 * gets a page that says how many are before it and comes back by itself; whoever asks for no page waits.
 */
export async function printAnswer(
  { request, context }: Pick<LoaderFunctionArgs, "request" | "context">,
  file: PrintedFile,
): Promise<Response> {
  const { headers } = request;
  const asker = {
    accept: headers.get("accept") ?? "",
    cookie: headers.get("cookie") ?? undefined,
    "accept-language": headers.get("accept-language") ?? undefined,
  };
  const { desk, everybody } = openPrinters(context.settings);
  const order = await (file.isPublic ? everybody : desk).order(file.paper);
  if (!order) return answerOf(failureAnswer(asker, "prints-full"));
  const byPage = /\btext\/html\b/.test(asker.accept);
  let bytes: Uint8Array | null;
  try {
    bytes = await order.within(byPage ? momentMs : programMs, request.signal);
  } catch {
    return answerOf(failureAnswer(asker, "failed"));
  }
  const { signal } = request;
  if (!bytes && signal.aborted) return answerOf(failureAnswer(asker, "busy"));
  const downloads = file.disposition === "attachment";
  if (!bytes && byPage)
    return answerOf(waitingAnswer(asker, { ahead: order.ahead(), seconds: order.seconds(), downloads }));
  await file.note?.();
  return new Response(bytes ? new Uint8Array(bytes) : arriving(order, signal), {
    headers: {
      "Content-Type": types[file.paper.kind === "workbook" ? "workbook" : "pdf"],
      "Content-Disposition": `${file.disposition}; filename="${file.name.plain}"; filename*=UTF-8''${encodeURIComponent(file.name.full)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...file.headers,
    },
  });
}

/** The print as it will be, for an answer that has begun; breaks off where there is none. */
function arriving(order: PrintOrder, signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: async (out) => {
      const bytes = await order.within(longestMs, signal);
      if (!bytes) throw new Error("a print was not ready in time");
      out.enqueue(new Uint8Array(bytes));
      out.close();
    },
  });
}

function answerOf({ status, headers, body }: ReturnType<typeof failureAnswer>): Response {
  return new Response(body, { status, headers });
}
