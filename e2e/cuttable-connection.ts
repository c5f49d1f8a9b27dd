import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { pipeline } from "node:stream";

/** The way from one browser to the product, that can be cut: nothing passes then, whatever tab, worker or closing page sends it. */
export class CuttableConnection {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #cut = false;

  private constructor() {
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
    // What asks beside the pages comes so
    this.#server.on("connect", (asked, socket) => {
      const { hostname, port } = new URL(`http://${asked.url}`);
      const onward = connect(Number(port), hostname, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
      pipeline(socket, onward, socket, () => onward.destroy());
    });
    this.#server.on("connection", (socket) => {
      if (this.#cut) socket.destroy();
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** A line of its own for a browser context: its address is the context's proxy. */
  static async open(): Promise<CuttableConnection> {
    const line = new CuttableConnection();
    await new Promise<void>((listening) => line.#server.listen(0, "127.0.0.1", listening));
    return line;
  }

  get proxy(): { server: string; bypass: string } {
    // The browser would go to this machine itself without its proxy
    return { server: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`, bypass: "<-loopback>" };
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.#cut) return void answer.destroy();
    const onward = request(asked.url ?? "", { method: asked.method, headers: asked.headers }, (answered) => {
      // Whoever asked may have gone by now
      if (answer.destroyed) return void onward.destroy();
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      pipeline(answered, answer, () => onward.destroy());
    });
    pipeline(asked, onward, (error) => {
      if (error) answer.destroy();
    });
  }
}
