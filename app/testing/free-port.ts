import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A port of this machine on which nothing listens. */
export async function freePort(): Promise<number> {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  return port;
}
