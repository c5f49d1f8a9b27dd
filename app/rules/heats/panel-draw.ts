import { byCodePoint } from "~/primitives/code-points.ts";
import { draw } from "./draw.ts";

export const dealMethod = "sha256-deal";

export interface EntryToDeal {
  key: string;
  /** The key of its group; null without one. */
  group: string | null;
}

/**
 * Deals entries to panels by the same provable draw as the running order: group by group (in the order of their keys, "-"
 * standing for none), within each sorted by SHA-256 of seed, line feed, key; then one to each panel in turn. So no two panels
 * differ by more than one entry, in all and in any group.
 */
export function dealToPanels(
  entries: readonly EntryToDeal[],
  panels: readonly string[],
  seed: string,
): { key: string; panel: string }[] {
  const groups = Map.groupBy(entries, ({ group }) => group ?? "-");
  return [...groups.keys()]
    .sort(byCodePoint)
    .flatMap((group) =>
      draw(
        (groups.get(group) ?? []).map(({ key }) => key),
        seed,
      ),
    )
    .map(({ key }, at) => ({ key, panel: panels[at % panels.length] ?? "" }));
}

/** The same with ordinary tools, for whoever checks the draw: the first file's lines are group and key, a tab between them. */
export function dealRecipe(seed: string, panels: readonly string[]): string {
  return [
    `SEED=${seed}`,
    `while IFS=$(printf '\\t') read -r g k; do`,
    `  echo "$g $(printf '%s\\n%s' "$SEED" "$k" | sha256sum | cut -c1-64) $k"`,
    `done <entries.txt | LC_ALL=C sort | awk -v P="${panels.join(" ")}" 'BEGIN { n = split(P, p, " ") } { print $NF, p[(NR - 1) % n + 1] }'`,
  ].join("\n");
}
