import type { ServerResponse } from "node:http";
import { now } from "../clock.ts";
import { log } from "../log.ts";
import { type Admission, trackAdmissions } from "./admissions.ts";
import type { Listener } from "./listener.ts";

/** What is shown live to many at once: one picture of one round, made once for everybody who looks at it. */
export interface LiveRoom {
  /** Rooms of the same key share their picture. */
  key: string;
  roundId: number;
  /** Changes with the tablets' heartbeats too, which come every few seconds. */
  watchesTablets?: boolean;
  /** The picture as it is now, as one line of JSON; null when there is none any more. */
  load: () => Promise<string | null>;
}

export interface LiveHub {
  /** Begins an event stream on the response: the picture now, and again after every change. Who follows by a right of theirs is let go when it ends. */
  follow(room: LiveRoom, response: ServerResponse, admission?: Admission): void;
  /** How many streams are open. */
  viewers(): number;
  /** How many of each round, by its id. */
  roundViewers(): Record<string, number>;
  /** Ends every stream; clients come back by themselves, to this instance or another. */
  close(): void;
}

interface Followed {
  room: LiveRoom;
  followers: Set<ServerResponse>;
  loading: boolean;
  /** Something changed while the picture was being made. */
  stale: boolean;
  sent: string | null;
}

const beatMs = 15_000;
const retryMs = 1_000;
const gone = "event: gone\ndata: {}\n\n";
/** A follower that lets so many bytes lie is gone or hopeless; it may come back. */
const mostWaiting = 4 * 1024 * 1024;

/**
 * Every live view of this instance. PostgreSQL tells of each commit that touched a round; the round's pictures are then
 * made once each and written to all who follow, whole, so that whoever missed one has lost nothing with the next. After a
 * loss of the listening connection every picture is made again.
 */
export function openLiveHub(listener: Listener): LiveHub {
  const rooms = new Map<string, Followed>();
  const admissions = trackAdmissions((response) => void response.end(gone));
  const refreshAll = (roundId?: number, watching = false) => {
    for (const followed of rooms.values()) {
      const meant = roundId === undefined || followed.room.roundId === roundId;
      if (meant && (!watching || followed.room.watchesTablets)) void refresh(followed);
    }
  };
  listener.add({
    up: () => {
      admissions.changed();
      refreshAll();
    },
    heard: (channel, payload) => {
      if (channel === "round_changed") refreshAll(Number(payload));
      if (channel === "tablets_changed") refreshAll(Number(payload), true);
      if (channel === "access_changed") admissions.changed(payload);
    },
    waits: () => rooms.size > 0,
  });
  const beat = setInterval(() => {
    for (const { followers } of rooms.values()) for (const each of followers) write(each, timeNow());
    admissions.timePasses();
  }, beatMs);
  beat.unref();

  async function refresh(followed: Followed): Promise<void> {
    followed.stale = true;
    if (followed.loading) return;
    followed.loading = true;
    try {
      while (followed.stale && followed.followers.size > 0) {
        followed.stale = false;
        const picture = await followed.room.load();
        if (picture === null) {
          for (const each of followed.followers) each.end(gone);
          return;
        }
        if (picture === followed.sent) continue;
        followed.sent = picture;
        const event = eventOf(picture);
        for (const each of followed.followers) if (admissions.pass(each)) write(each, event);
      }
    } catch (error) {
      // The database is away: those who follow keep the last one meanwhile
      log.warn({ err: error }, "a live picture could not be made; it is tried again");
      setTimeout(() => void refresh(followed), retryMs).unref();
    } finally {
      followed.loading = false;
    }
  }

  return {
    follow: (room, response, admission) => {
      // Gone while it was looked up who asks: nothing would ever say so again
      if (response.closed) return;
      const followed = rooms.get(room.key) ?? {
        room,
        followers: new Set<ServerResponse>(),
        loading: false,
        stale: false,
        sent: null,
      };
      rooms.set(room.key, followed);
      response.writeHead(200, {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
      });
      response.write(`retry: 1000\n\n${timeNow()}`);
      const showLast = () => {
        if (followed.sent !== null) write(response, eventOf(followed.sent));
      };
      if (admission) admissions.add(response, admission, showLast);
      // Should another one be in the making, it follows if it differs
      if (admissions.pass(response)) showLast();
      followed.followers.add(response);
      response.once("close", () => {
        admissions.remove(response);
        followed.followers.delete(response);
        if (followed.followers.size === 0 && rooms.get(room.key) === followed) rooms.delete(room.key);
      });
      if (followed.sent === null) void refresh(followed);
    },
    viewers: () => [...rooms.values()].reduce((sum, { followers }) => sum + followers.size, 0),
    roundViewers: () => {
      const of: Record<string, number> = {};
      for (const { room, followers } of rooms.values())
        if (followers.size > 0) of[room.roundId] = (of[room.roundId] ?? 0) + followers.size;
      return of;
    },
    close: () => {
      clearInterval(beat);
      for (const { followers } of rooms.values()) for (const each of followers) each.end();
    },
  };
}

/** The server's clock, by which every client runs the clocks of the stage; also proves that the stream is alive. */
function timeNow(): string {
  return `event: time\ndata: ${now().getTime()}\n\n`;
}

function eventOf(picture: string): string {
  return `data: ${picture}\n\n`;
}

function write(response: ServerResponse, text: string): void {
  // One that was sent away stays among the followers until its connection is closed
  if (response.writableEnded) return;
  if (response.writableLength > mostWaiting) response.destroy();
  else response.write(text);
}
