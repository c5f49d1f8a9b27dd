import type { Actor } from "./rules/accounts/access.ts";
import type { Settings } from "./services/env.ts";
import type { FrameData } from "./ui/site-frame.tsx";

interface Visit {
  settings: Pick<Settings, "demo">;
  url: string;
  actor: Actor | null;
}

/** What the frame around a page shows of whoever asked for it. */
export function frameDataOf({ settings, url, actor }: Visit): FrameData {
  const { pathname, search } = new URL(url);
  return {
    demo: settings.demo,
    path: pathname + search,
    person: actor && {
      name: actor.name,
      roles: [...new Set(actor.grants.map((grant) => grant.role))],
      recommends: actor.recommends,
      tablet: actor.tabletId !== undefined,
    },
  };
}
