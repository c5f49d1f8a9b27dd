import { answering } from "./answer.server.ts";

/** Whatever the interface does not know. */
export const loader = answering({ find: async () => null });
