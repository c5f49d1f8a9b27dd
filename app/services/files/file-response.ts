import { Readable } from "node:stream";
import type { DocumentType } from "~/rules/files/attachment.ts";
import { contentDisposition } from "~/rules/files/attachment.ts";
import type { ByteRange, FileStore } from "./file-store.ts";

export interface ServedFile {
  storeKey: string;
  name: string;
  type: DocumentType;
  size: number;
  sha256: string;
}

const sealed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
/** A picture is shown by the browser in a page of its own, with styles of its own. */
const picture = `${sealed}; img-src 'self'; style-src 'unsafe-inline'`;
/**
 * Browsers show a PDF by a viewer that no sandbox lets work and that `default-src` leaves without its styles. The viewer has
 * an origin of its own; that it is a PDF was made sure of when it came, and `nosniff` keeps it one.
 */
const document = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * The file as an answer: whole, or the one range that was asked for. A download unless it is to be shown in place. One that is
 * `shared` is everybody's: whoever has it already is told so.
 */
export async function fileResponse(
  store: FileStore,
  file: ServedFile,
  { request, inline, shared }: { request: Request; inline: boolean; shared?: boolean },
): Promise<Response> {
  const headers = new Headers({
    "Content-Type": file.type,
    "Content-Disposition": contentDisposition(inline ? "inline" : "attachment", file.name),
    "Content-Security-Policy": inline ? (file.type === "application/pdf" ? document : picture) : sealed,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": shared ? "public, no-cache" : "private, no-store",
    "Accept-Ranges": "bytes",
    ETag: `"${file.sha256}"`,
  });
  if (shared && hasAlready(request, file)) return new Response(null, { status: 304, headers });
  const range = rangeOf(request, file);
  if (range === "beyond") {
    headers.set("Content-Range", `bytes */${file.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { from, to } = range ?? { from: 0, to: file.size - 1 };
  headers.set("Content-Length", String(to - from + 1));
  if (range) headers.set("Content-Range", `bytes ${from}-${to}/${file.size}`);
  const body = request.method === "HEAD" ? null : await store.read(file.storeKey, range ?? undefined);
  return new Response(body && (Readable.toWeb(body) as ReadableStream), { status: range ? 206 : 200, headers });
}

function hasAlready(request: Request, { sha256 }: Pick<ServedFile, "sha256">): boolean {
  const known = request.headers.get("if-none-match")?.split(",") ?? [];
  return known.some((tag) => [`"${sha256}"`, `W/"${sha256}"`, "*"].includes(tag.trim()));
}

/** The one range that is asked for; null where all of it is to be sent: also for several ranges, which few ask for. */
function rangeOf(request: Request, file: Pick<ServedFile, "size" | "sha256">): ByteRange | "beyond" | null {
  const ifRange = request.headers.get("if-range");
  if (ifRange !== null && ifRange !== `"${file.sha256}"`) return null;
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, file.size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? file.size - 1 : Math.min(Number(last), file.size - 1);
  if (first !== "" && last !== "" && Number(last) < from) return null;
  return from >= file.size ? "beyond" : { from, to };
}
