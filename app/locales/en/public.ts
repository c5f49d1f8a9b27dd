import type { Translation } from "../translation.ts";
import type zh from "../zh-CN/public.ts";

export default {} satisfies Translation<typeof zh>;
