import { useEffect, useRef } from "react";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { PageFacts } from "./local-sheet.ts";
import type { Outbox } from "./outbox.ts";
import { outboxOf } from "./outbox.ts";

interface Given {
  judge: string;
  at: string;
  round: { slug: string; state: RoundState };
  order: readonly { key: string; state: string; scoringOpen: boolean }[];
}

/**
 * Lets the device forget what the server's page shows to be there, and asks for the page again once everything has been taken:
 * what stands on it is then the server's.
 */
export function useSeen({ judge, at, round, order }: Given, { read, unsent }: Outbox, askAnew: () => void): void {
  const before = useRef(unsent);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every page that the server made
  useEffect(() => {
    if (read) void outboxOf(judge).saw(round.slug, seenPages({ at, open: round.state === "judging", order }));
  }, [judge, read, at]);
  useEffect(() => {
    if (unsent === 0 && before.current > 0) askAnew();
    before.current = unsent;
  }, [unsent, askAnew]);
}

/** What a page of the round says of the own sheets, by entry. */
function seenPages(of: {
  at: string;
  open: boolean;
  order: readonly { key: string; state: string; scoringOpen: boolean }[];
}): Map<string, PageFacts> {
  const { at, open, order } = of;
  return new Map(
    order.map(({ key, state, scoringOpen }) => [
      key,
      { at, open, scoringOpen, settled: state === "submitted" || state === "recused" },
    ]),
  );
}
