import type { Plugin } from "vite";
import { type Node, walkUntil } from "./syntax.ts";

/**
 * Tells the build what holds of the rule book anyway: to make a value in it has no effect. A schema by which the server alone
 * reads then leaves no trace in the browser, and zod neither.
 */
export function pureRules(app: string): Plugin {
  const rooms = ["rules", "primitives"].map((room) => `${app}/${room}/`);
  return {
    name: "pure-rules",
    enforce: "post",
    apply: (config, { command }) => command === "build" && !config.build?.ssr,
    transform(code, id) {
      if (!rooms.some((room) => id.startsWith(room))) return null;
      const starts = new Set<number>();
      for (const statement of this.parse(code).body as unknown as Node[]) {
        // A call that stands alone is there for its effect
        if (statement.type === "ExpressionStatement") continue;
        walkUntil(statement, (node) => {
          if (node.type === "CallExpression") starts.add(node.start);
          return !/Function|Class/.test(node.type);
        });
      }
      if (starts.size === 0) return null;
      let marked = code;
      for (const start of [...starts].sort((a, b) => b - a))
        marked = `${marked.slice(0, start)}/*@__PURE__*/ ${marked.slice(start)}`;
      return { code: marked, map: null };
    },
  };
}
