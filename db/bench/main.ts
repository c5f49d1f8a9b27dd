import { say } from "./measure.ts";
import { benchStandings } from "./standings.ts";

/** Every benchmark by name; names on the command line choose among them. */
const benches: Record<string, () => Promise<void>> = {
  standings: benchStandings,
};

const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  say(`\n# ${name}`);
  await bench();
}
