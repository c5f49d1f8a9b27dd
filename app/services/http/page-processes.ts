import { Agent, request as ask, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { sha256Hex } from "~/primitives/canonical-json.ts";

/** Where the processes listen that render pages and serve nobody by themselves: sockets that this user alone can reach. */
export interface PageProcesses {
  directory: string;
  /** The numbers of the processes. */
  workers: number[];
}

/** What the process that was asked knows of a request, beside what the request says. */
export interface Passed {
  id: string;
  nonce: string;
  clientAddress: string;
  /** Whether the demo's doors are open to who asks. */
  demo: boolean;
  /** How far a replica must be for what is public (`db/replica.ts`); null: it is not read. */
  floor: string | null;
}

const passedHeader = "x-contest-passed";

export function socketOf({ directory }: Pick<PageProcesses, "directory">, worker: number): string {
  return join(directory, `pages-${worker}.sock`);
}

/** What was passed on with a request that came by such a socket. */
export function passedWith({ headers }: IncomingMessage): Passed {
  return JSON.parse(Buffer.from(String(headers[passedHeader] ?? ""), "base64url").toString("utf8"));
}

/** A process broke off after something was sent to it: whether it was done nobody here knows. */
export class PageProcessLost extends Error {}

export interface PageDoor {
  /**
   * The page by another process; null where none could take the request, of which nothing was sent then, or which may be made
   * again. Throws PageProcessLost where a process broke off after a form was sent to it.
   */
  ask(request: Request, passed: Passed): Promise<Response | null>;
}

/** Passes requests for pages on to the process that has least to do. */
export function openPageDoor(pages: PageProcesses): PageDoor {
  const processes = pages.workers.map((worker) => ({
    socketPath: socketOf(pages, worker),
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
    asked: 0,
  }));
  type Process = (typeof processes)[number];
  const idlest = (left: Process[]) => left.reduce((least, each) => (each.asked < least.asked ? each : least));

  return {
    ask: async (request, passed) => {
      const { pathname } = new URL(request.url);
      // A print stands in one line, and is waited for there
      const own = isPrint.test(pathname)
        ? processes[Number.parseInt(sha256Hex(pathname).slice(0, 6), 16) % processes.length]
        : null;
      for (let left = processes; left.length > 0; ) {
        const chosen: Process = own && left.includes(own) ? own : idlest(left);
        chosen.asked++;
        const answer = await askOne(chosen, request, passed, () => chosen.asked--);
        if (answer) return answer;
        left = left.filter((each) => each !== chosen);
      }
      return null;
    },
  };
}

const isPrint = /\.(pdf|zip|xlsx)$/;

interface Asked {
  socketPath: string;
  agent: Agent;
}

/** Null where the process is not there, or broke off before it answered somebody who only reads; `over` is called once it has nothing to do with it any more. */
function askOne(process: Asked, request: Request, passed: Passed, over: () => void): Promise<Response | null> {
  const { pathname, search } = new URL(request.url);
  const { body, method, signal } = request;
  return new Promise((done, fail) => {
    const sent = ask({
      ...process,
      method,
      path: pathname + search,
      headers: {
        ...Object.fromEntries([...request.headers].filter(([name]) => !hopByHop.has(name))),
        [passedHeader]: Buffer.from(JSON.stringify(passed)).toString("base64url"),
      },
    });
    const stop = () => void sent.destroy();
    const reads = method === "GET" || method === "HEAD";
    let touched = false;
    sent.once("response", (answer) => done(responseOf(answer)));
    sent.on("error", (error) => {
      // Who has left is nobody's fault, and no matter for the log
      if (signal.aborted) fail(signal.reason);
      else if (touched && !reads) fail(new PageProcessLost("a process broke off", { cause: error }));
      else done(null);
    });
    sent.once("close", () => {
      signal.removeEventListener("abort", stop);
      over();
    });
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) return stop();
    const send = () => {
      touched = true;
      if (body) Readable.fromWeb(body).on("error", stop).pipe(sent);
      else sent.end();
    };
    // Nothing of a form is read before there is somebody to take it
    sent.once("socket", (socket) => (socket.connecting ? socket.once("connect", send) : send()));
  });
}

/** What is said of one connection alone, and not passed on. */
const hopByHop = new Set([
  "connection",
  "date",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at] ?? "";
    if (!hopByHop.has(name.toLowerCase())) headers.append(name, answer.rawHeaders[at + 1] ?? "");
  }
  const status = answer.statusCode ?? 500;
  const isEmpty = status === 204 || status === 304;
  if (isEmpty) answer.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers });
}
