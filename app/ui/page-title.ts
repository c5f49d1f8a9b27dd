import type { LoaderFunction, SerializeFrom } from "@remix-run/node";
import type { MetaArgs, MetaDescriptor } from "@remix-run/react";

/** What a page's head says: its title, which is its own words and the site's name after them, and whatever else is given. */
export function titled<Loader extends LoaderFunction>(
  wordsOf: (page: SerializeFrom<Loader>) => string | null | undefined,
  ...more: MetaDescriptor[]
): (args: MetaArgs<Loader>) => MetaDescriptor[] {
  return ({ data, matches }) => {
    const root = matches.find(({ id }) => id === "root")?.data as { siteName?: string } | undefined;
    const words = data ? wordsOf(data as SerializeFrom<Loader>) : null;
    return [{ title: [words, root?.siteName].filter(Boolean).join(" · ") }, ...more];
  };
}
