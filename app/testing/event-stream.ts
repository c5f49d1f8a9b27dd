/** What came by an event stream, and whether it has ended. */
export interface EventStream {
  status: number;
  /** The data of every message, in order; those of other events by name. */
  messages: string[];
  named: { event: string; data: string }[];
  ended: boolean;
  close(): void;
}

/** Follows the address as a browser's EventSource does, without coming back by itself. */
export async function openStream(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
  const stop = new AbortController();
  const response = await fetch(url, { headers: { Accept: "text/event-stream", ...headers }, signal: stop.signal });
  const stream: EventStream = {
    status: response.status,
    messages: [],
    named: [],
    ended: false,
    close: () => stop.abort(),
  };
  void read(response, stream).catch(() => {
    stream.ended = true;
  });
  return stream;
}

async function read(response: Response, stream: EventStream): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    rest += part.value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) take(block, stream);
  }
  stream.ended = true;
}

function take(block: string, stream: EventStream): void {
  const field = (name: string) =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const event = field("event");
  const data = field("data");
  if (data === undefined) return;
  if (event === undefined) stream.messages.push(data);
  else stream.named.push({ event, data });
}
