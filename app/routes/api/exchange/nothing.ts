import { answering } from "~/reads/exchange/answer.ts";

/** Whatever the interface does not know. */
export const loader = answering({ find: async () => null });
