import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppLoadContext } from "@remix-run/node";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { stageOfPanel } from "~/rules/stage/stages.ts";
import { findSession, noteUse } from "~/services/auth/auth.ts";
import { now } from "~/services/clock.ts";
import type { Admission } from "~/services/live/admissions.ts";
import type { LiveHub, LiveRoom } from "~/services/live/hub.ts";
import { conductLine, roundPicture, stageLine, tabletsLine } from "~/services/live/stage-picture.ts";
import type { StreamLimit } from "~/services/live/stream-limit.ts";
import { log } from "~/services/log.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { findSeatOfPerson } from "~db/queries/scoring/sheets.ts";
import { findRoundOfStage } from "~db/queries/stage/stage.ts";

const address = /^\/live\/(stage|rounds)\/([A-Za-z0-9-]{1,64})(\/tablets)?$/;

/**
 * Answers /live/stage/KEY (whoever has the key: what may be shown now), /live/rounds/ROUND/tablets (those who see scores: the tablets' heartbeats) and /live/rounds/ROUND (whoever works at the round: who
 * is on stage, the clock, what is open; who conducts it: all that the next step hangs on): as an event stream, or as JSON with an ETag for those who ask again and again
 * because no stream comes through. Where several panels judge side by side, ?panel=A asks for that panel's stage. Stands before Remix, whose answers end. Answers false for any other request.
 */
export function liveOf(parts: Pick<AppLoadContext, "auth" | "db"> & { hub: LiveHub; streams?: StreamLimit }) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [path = "", search] = (request.url ?? "").split("?");
    const [, kind, name, tablets] = address.exec(path) ?? [];
    if (request.method !== "GET" || !name || (kind === "stage" && tablets)) return false;
    const panel = new URLSearchParams(search).get("panel");
    const query = { slug: name, panel, request, tablets: tablets !== undefined };
    const room = kind === "stage" ? stageRoom(parts, name, panel) : admittedRoom(parts, query);
    room
      .then(async (found) => {
        if (!found) return response.writeHead(404, { "Cache-Control": "no-store" }).end();
        if (/text\/event-stream/.test(request.headers.accept ?? "")) {
          // Who gets no stream asks again and again, as where none comes through
          if (parts.streams && !parts.streams(request, response))
            return response.writeHead(429, { "Retry-After": "30", "Cache-Control": "no-store" }).end();
          return parts.hub.follow(found, response, found.admission);
        }
        const picture = await found.load();
        if (picture === null) return response.writeHead(404, { "Cache-Control": "no-store" }).end();
        answer(request, response, picture);
      })
      .catch((error: unknown) => {
        log.error({ err: error }, "a live view could not be answered");
        if (response.headersSent) response.destroy();
        else response.writeHead(503, { "Retry-After": "2", "Cache-Control": "no-store" }).end();
      });
    return true;
  };
}

async function stageRoom({ db }: Pick<AppLoadContext, "db">, key: string, asked: string | null): Promise<Found | null> {
  const round = await findRoundOfStage(db, key);
  const panel = round && stageOfPanel(round.panels, asked);
  if (!round || panel === undefined) return null;
  // Asked each time: those who follow by an address that was replaced, or a rehearsal that was wiped, are sent away
  const load = async () => ((await findRoundOfStage(db, key)) ? await stageLine(db, round.id, panel) : null);
  return { key: roomOf(`stage ${round.id} ${key}`, panel), roundId: round.id, load };
}

interface Found extends LiveRoom {
  /** Who asks, where it is by a right of theirs. */
  admission?: Admission;
}

/** Each panel's stage is followed by itself. */
function roomOf(key: string, panel: string | null): string {
  return panel === null ? key : `${key} ${JSON.stringify(panel)}`;
}

interface Asked {
  slug: string;
  /** Whose stage is asked for, where several panels judge. */
  panel: string | null;
  request: IncomingMessage;
  tablets: boolean;
}

/** The round's view with the right by which it is followed, which is looked up again when that person's access changes. */
async function admittedRoom(parts: Pick<AppLoadContext, "auth" | "db">, query: Asked): Promise<Found | null> {
  const { auth } = parts;
  const session = await usedSession(auth, query.request);
  const room = session && (await roundRoom(parts, query, session.user));
  if (!session || !room) return null;
  const again = async () => {
    const found = await usedSession(auth, query.request);
    const still = found && (await roundRoom(parts, query, found.user));
    if (!found || !still) return null;
    const next = Math.min(found.session.expiresAt.getTime(), now().getTime() + askedAgainMs);
    return still.key === room.key ? new Date(next) : "moved";
  };
  return { ...room, admission: { userId: session.user.id, again } };
}

/** An open view counts as use of its session, which is noted so often. */
const askedAgainMs = 120_000;

async function usedSession(auth: AppLoadContext["auth"], request: IncomingMessage) {
  const headers = { cookie: request.headers.cookie ?? "" };
  const found = await findSession(auth, new Request(new URL(request.url ?? "/", "http://localhost"), { headers }));
  await noteUse(auth, found);
  return found;
}

/** For judges with a seat and for the desk; to everybody else the round is not there. */
async function roundRoom(
  { db }: Pick<AppLoadContext, "db">,
  { slug, panel: asked, tablets }: Asked,
  actor: Actor,
): Promise<LiveRoom | null> {
  const round = await findRound(db, slug);
  if (!round) return null;
  const scope = { editionId: round.editionId, roundId: round.id };
  if (tablets) {
    const room = { key: `tablets ${round.id}`, roundId: round.id, watchesTablets: true };
    return can(actor, "see-scores", scope) ? { ...room, load: () => tabletsLine(db, round.id) } : null;
  }
  const panel = asked === null ? null : stageOfPanel(round.panels, asked);
  if (panel === undefined) return null;
  if (can(actor, "conduct", scope))
    return {
      key: roomOf(`conduct ${round.id}`, panel),
      roundId: round.id,
      load: () => conductLine(db, round.id, panel),
    };
  if (can(actor, "see-scores", scope))
    return {
      key: roomOf(`round ${round.id}`, panel),
      roundId: round.id,
      load: () => roundPicture(db, round.id, panel),
    };
  const seat = can(actor, "judge", scope)
    ? await findSeatOfPerson(db, { roundId: round.id, userId: actor.id })
    : undefined;
  if (!seat) return null;
  // A judge follows the own panel's stage, whatever is asked for
  const own = seat.panel ?? panel;
  return { key: roomOf(`round ${round.id}`, own), roundId: round.id, load: () => roundPicture(db, round.id, own) };
}

function answer(request: IncomingMessage, response: ServerResponse, picture: string): void {
  const etag = `"${createHash("sha256").update(picture).digest("base64url")}"`;
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-cache",
    ETag: etag,
    "Server-Now": String(now().getTime()),
  };
  if (request.headers["if-none-match"] === etag) response.writeHead(304, headers).end();
  else response.writeHead(200, headers).end(picture);
}
