import { useEffect, useSyncExternalStore } from "react";
import { emptyOutbox, keepOutbox, type Outbox, type OutboxKeeper } from "./outbox.ts";

const keepers = new Map<string, OutboxKeeper>();

/** The keeper of that judge's sheets on this device; one a page, for as long as it lives. Browser only. */
export function keeperOf(judge: string): OutboxKeeper {
  const keeper = keepers.get(judge) ?? keepOutbox(judge);
  keepers.set(judge, keeper);
  return keeper;
}

/** What this device keeps of the judge's sheets, and how the line to the server is; sends what waits when the network returns. */
export function useOutbox(judge: string): Outbox {
  useEffect(() => {
    const keeper = keeperOf(judge);
    const stay = (event: BeforeUnloadEvent) => {
      const { durable, unsent } = keeper.now();
      if (!durable && unsent > 0) event.preventDefault();
    };
    addEventListener("beforeunload", stay);
    addEventListener("online", keeper.hurry);
    addEventListener("pagehide", keeper.hurry);
    return () => {
      removeEventListener("beforeunload", stay);
      removeEventListener("online", keeper.hurry);
      removeEventListener("pagehide", keeper.hurry);
    };
  }, [judge]);
  return useSyncExternalStore(
    (listener) => keeperOf(judge).subscribe(listener),
    () => keeperOf(judge).now(),
    () => emptyOutbox,
  );
}
