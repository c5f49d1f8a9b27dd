import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";

/** What a line does with what a client sends: lets it through unless told otherwise. */
type Judge = (sent: Buffer, client: Socket) => "pass" | "stop";

/** A way to the database at `url` that can be cut, as a restart, a proxy or a lost network cuts it. */
export async function lineTo(url: string): Promise<{
  url: string;
  judgeBy: (by: Judge) => void;
  /** Ends every connection at once. */
  cut: () => void;
  /** The same, as a machine does that knows nothing of them any more. */
  reset: () => void;
  close: () => void;
}> {
  const behind = new URL(url);
  const lines = new Set<Socket>();
  let judge: Judge = () => "pass";
  const server = createServer((client) => {
    lines.add(client);
    const upstream = dial(Number(behind.port), behind.hostname);
    client.on("data", (sent) => judge(sent, client) === "pass" && upstream.write(sent));
    upstream.on("data", (answer) => client.write(answer));
    for (const [end, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      end.on("error", () => other.destroy()).on("close", () => other.destroy());
    client.on("close", () => lines.delete(client));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const here = new URL(url);
  here.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: here.href,
    judgeBy: (by) => {
      judge = by;
    },
    cut: () => {
      for (const line of lines) line.destroy();
    },
    reset: () => {
      for (const line of lines) line.resetAndDestroy();
    },
    close: () => void server.close(),
  };
}
