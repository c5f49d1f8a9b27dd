import { benchBundle } from "./bundle.ts";
import { benchCertificates } from "./certificates.ts";
import { benchExport } from "./export.ts";
import { benchImport } from "./import.ts";
import { say } from "./measure.ts";
import { benchStandings } from "./standings.ts";

/** Every benchmark of the database by name; names on the command line choose among them and those of e2e/load. */
const benches: Record<string, () => Promise<void>> = {
  standings: benchStandings,
  export: benchExport,
  bundle: benchBundle,
  certificates: benchCertificates,
  import: async () => {
    const { marks, seconds, peakMegabytes, bareSeconds, ratio } = await benchImport();
    say(
      `import of ${marks} marks in one folder: ${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB at its peak (aim 60 s, 1,000 MB)`,
    );
    say(`COPY of the same file into a table without keys: ${bareSeconds.toFixed(1)} s; ratio ${ratio.toFixed(1)}`);
  },
};

const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  say(`\n# ${name}`);
  await bench();
}
