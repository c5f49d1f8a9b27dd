import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { generate } from "selfsigned";

/** A proxy before the product, as docs/operate.md asks for one: it ends TLS, says so, and holds nothing back. */
export interface TlsProxy {
  /** The address that people see. */
  url: string;
  /** From now on it passes everything on to the product there. */
  open: (product: string) => void;
  close: () => Promise<void>;
}

/** Listens on a port that is free, with a certificate of its own. */
export async function startTlsProxy(): Promise<TlsProxy> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], { algorithm: "sha256" });
  const agent = new Agent({ keepAlive: true });
  let behind: URL | undefined;
  const server = createServer({ key, cert, ALPNProtocols: ["http/1.1"] }, (asked, answer) => {
    if (behind) pass(asked, answer, behind, agent);
    else answer.writeHead(502).end();
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    open: (product) => {
      behind = new URL(product);
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

/** Passes a request on, body and answer as they flow. */
function pass(asked: IncomingMessage, answer: ServerResponse, { hostname, port }: URL, agent: Agent): void {
  const { method, url: path, headers, socket } = asked;
  const before = headers["x-forwarded-for"];
  const visitor = socket.remoteAddress ?? "";
  const onward = request({
    agent,
    hostname,
    port,
    method,
    path,
    headers: {
      ...headers,
      "x-forwarded-for": before ? `${before}, ${visitor}` : visitor,
      "x-forwarded-proto": "https",
    },
  });
  const gone = () => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502).end();
  };
  onward.on("error", gone);
  onward.on("response", (told) => {
    answer.writeHead(told.statusCode ?? 502, told.rawHeaders);
    answer.flushHeaders();
    pipeline(told, answer, () => {});
  });
  // Who leaves an event stream leaves it at the product too
  answer.on("close", () => {
    if (!answer.writableFinished) onward.destroy();
  });
  pipeline(asked, onward, () => {});
}
