import { LRUCache } from "lru-cache";
import type { Locale } from "~/locales/locale.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { log } from "../log.ts";
import { startThread } from "../thread.ts";

/** The picture that goes with a shared link: all of it words that everybody may read, made by the route. */
export interface Card {
  locale: Locale;
  /** The contest's name. */
  product: string;
  /** What the page is, above its title: 「成绩公布」; null where the title says it. */
  label: string | null;
  title: string;
  /** Beneath it, each in one line. */
  facts: string[];
  edition: string;
}

/** Goes up with every change of how a card is drawn: whoever has the card of before asks for the new one. */
const drawing = 1;
/** Longer than a card takes on a busy machine; what is not ready by then never will be. */
const patienceMs = 30_000;
/** Of some fifty kilobytes each. */
const mostKept = 200;

/** What the card is drawn from; equal cards are one picture. */
export function cardDigest(card: Card): string {
  return digestOf({ ...card, drawing });
}

/** The card as a PNG of 1200 × 630. Drawn in a thread of its own; throws when that breaks, ends early or takes too long. */
export async function drawCard(card: Card, patience = patienceMs): Promise<Uint8Array> {
  const resourceLimits = { maxOldGenerationSizeMb: 512 };
  const worker = startThread("services/documents/card-worker.ts", { workerData: card, resourceLimits });
  const late = setTimeout(() => void worker.terminate(), patience);
  try {
    return await new Promise<Uint8Array>((done, fail) => {
      worker.once("message", done);
      worker.once("error", fail);
      worker.once("exit", () => fail(new Error("the thread that draws a card ended early")));
    });
  } finally {
    clearTimeout(late);
    void worker.terminate();
  }
}

/** Answers the picture of a card; null when too many wait already. */
export type CardDesk = (card: Card) => Promise<Uint8Array> | null;

/** Draws one card at a time while up to `waiting` more stand in line, and keeps the last ones. One that broke may be asked for again. */
export function makeCardDesk({ waiting, draw = drawCard }: { waiting: number; draw?: typeof drawCard }): CardDesk {
  const kept = new LRUCache<string, Promise<Uint8Array>>({ max: mostKept });
  let line: Promise<unknown> = Promise.resolve();
  let inLine = 0;
  return (card) => {
    const digest = cardDigest(card);
    const known = kept.get(digest);
    if (known) return known;
    if (inLine > waiting) return null;
    inLine++;
    const picture = line.then(() => draw(card));
    kept.set(digest, picture);
    line = picture
      .catch((error: unknown) => {
        kept.delete(digest);
        log.error({ err: error }, "a card for sharing could not be drawn");
      })
      .finally(() => {
        inLine--;
      });
    return picture;
  };
}
