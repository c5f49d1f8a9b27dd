import { connect } from "node:net";
import type { Heard, ReadersOrder } from "./streams.ts";

/**
 * A hall full of screens, in a process of its own: follows an event stream on each of many sockets, without a client between,
 * and tells now and then how many are open, how many were lost, and after how long each heard of which act.
 */
process.once("message", ({ urls, path, count }: ReadersOrder) => {
  const heard: Heard = { open: 0, lost: 0, waits: [] };
  const tell = () => {
    process.send?.(heard);
    heard.waits = [];
  };
  setInterval(tell, 50).unref();
  // So many handshakes at once, and no more: the queue of a listening socket is short
  const left = Array.from({ length: count }, (_, at) => urls[at % urls.length] ?? "");
  const openNext = () => {
    const url = left.pop();
    if (url) follow(new URL(path, url));
  };
  const follow = (url: URL) => {
    const socket = connect(Number(url.port), url.hostname);
    let rest = "";
    let last = -1;
    let isOpen = false;
    socket.setEncoding("utf8");
    socket.on("connect", () => {
      socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\n\r\n`);
    });
    socket.on("data", (chunk: string) => {
      const text = rest + chunk;
      if (!isOpen && text.startsWith("HTTP/1.1 200 ")) {
        isOpen = true;
        heard.open++;
        openNext();
      }
      for (const [, act, began] of text.matchAll(/act (\d+) of (\d+)!/g)) {
        if (Number(act) <= last) continue;
        last = Number(act);
        heard.waits.push([last, performance.timeOrigin + performance.now() - Number(began)]);
      }
      rest = text.slice(-64);
    });
    socket.on("error", () => {});
    socket.once("close", () => {
      heard.lost++;
      if (isOpen) heard.open--;
      else openNext();
    });
  };
  for (let at = 0; at < 50; at++) openNext();
});
process.once("disconnect", () => process.exit());
