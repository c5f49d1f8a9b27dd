import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** An address that leads to one server or another, as a virtual IP or HAProxy in front of a primary and its replica. */
export interface TcpSwitch {
  port: number;
  /** Leads there from now on; null: nowhere. Whoever is connected is cut off. */
  turn(port: number | null): void;
  /** Lets nothing through any more and cuts nobody off, as a machine that stands still, until it is turned. */
  hold(): void;
  close(): Promise<void>;
}

export async function openTcpSwitch(to: number | null): Promise<TcpSwitch> {
  let target = to;
  let held = false;
  const sockets = new Set<Socket>();
  const note = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  };
  const server = createServer((asked) => {
    note(asked);
    if (held) return void asked.pause();
    if (target === null) return void asked.destroy();
    const onward = connect(target, "127.0.0.1");
    note(onward);
    asked.pipe(onward).pipe(asked);
    asked.once("close", () => onward.destroy());
    onward.once("close", () => asked.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    turn: (next) => {
      target = next;
      held = false;
      cut();
    },
    hold: () => {
      held = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      cut();
      await closed;
    },
  };
}
