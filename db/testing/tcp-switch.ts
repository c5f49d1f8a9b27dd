import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What becomes of what a client sends: it goes on, or not. */
type Judge = (sent: Buffer, client: Socket) => "pass" | "stop";

/**
 * An address that leads to a server, as a virtual IP, a proxy or the network between two machines does, and that fails as
 * these fail: torn, standing still, or silent.
 */
export interface TcpSwitch {
  port: number;
  /** That address of a database, by way of this one. */
  urlOf(url: string): string;
  /** Leads there from now on; null: nowhere. Whoever is connected is cut off. */
  turn(port: number | null): void;
  /** Ends every connection at once. */
  cut(): void;
  /** The same, as a machine does that knows nothing of them any more. */
  reset(): void;
  /** Lets nothing through any more and cuts nobody off, as a machine that stands still, until it is turned. */
  hold(): void;
  /** Loses whatever is sent either way, and tells neither side, not even that the other has gone: as a pulled cable. */
  pull(): void;
  /** Puts the cable back. What was connected when it was pulled stays lost, and is not told. */
  plug(): void;
  /** Asks before what a client sends goes on. */
  judgeBy(judge: Judge): void;
  /** Lets no answer through before a client has said that word. */
  holdAnswersUntil(word: string): void;
  close(): Promise<void>;
}

/** Opens one to that port of this machine. */
export async function openTcpSwitch(to: number | null): Promise<TcpSwitch> {
  let target = to;
  let held = false;
  let pulled = false;
  let judge: Judge = () => "pass";
  let awaited: string | null = null;
  let answers: (() => void)[] = [];
  const lines = new Map<Socket, { lost: boolean }>();
  const sockets = new Set<Socket>();

  const note = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  };
  const pass = (bytes: Buffer, from: Socket, on: Socket) => {
    if (on.write(bytes)) return;
    from.pause();
    on.once("drain", () => held || from.resume());
  };
  const server = createServer((asked) => {
    note(asked);
    const line = { lost: pulled };
    lines.set(asked, line);
    asked.once("close", () => lines.delete(asked));
    if (held) return void asked.pause();
    if (pulled) return void asked.resume();
    if (target === null) return void asked.destroy();
    const onward = connect(target, "127.0.0.1");
    note(onward);
    asked.on("data", (bytes: Buffer) => {
      if (line.lost || judge(bytes, asked) === "stop") return;
      if (awaited !== null && bytes.includes(awaited)) {
        awaited = null;
        for (const send of answers.splice(0)) send();
      }
      pass(bytes, asked, onward);
    });
    onward.on("data", (bytes: Buffer) => {
      if (line.lost) return;
      if (awaited === null) pass(bytes, onward, asked);
      else answers.push(() => pass(bytes, onward, asked));
    });
    asked.once("close", () => line.lost || onward.destroy());
    onward.once("close", () => line.lost || asked.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    urlOf: (url) => {
      const here = new URL(url);
      here.host = `127.0.0.1:${port}`;
      return here.href;
    },
    turn: (next) => {
      target = next;
      held = false;
      pulled = false;
      cut();
    },
    cut,
    reset: () => {
      for (const asked of lines.keys()) asked.resetAndDestroy();
    },
    hold: () => {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    pull: () => {
      pulled = true;
      for (const line of lines.values()) line.lost = true;
    },
    plug: () => {
      pulled = false;
    },
    judgeBy: (by) => {
      judge = by;
    },
    holdAnswersUntil: (word) => {
      awaited = word;
      answers = [];
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      cut();
      await closed;
    },
  };
}

/** One to the database at that address, with the address by way of it. */
export async function switchBefore(url: string): Promise<TcpSwitch & { url: string }> {
  const way = await openTcpSwitch(Number(new URL(url).port));
  return { ...way, url: way.urlOf(url) };
}
