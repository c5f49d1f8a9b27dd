import { z } from "zod";
import { command, done } from "../command.ts";

/** Records that the person takes their data along; what it is, is read outside of it, and kept nowhere. */
export const exportOwnData = command({
  name: "export-own-data",
  sensitive: true,
  input: z.object({}),
  who: async () => ({}),
  run: async () => done({}),
});
