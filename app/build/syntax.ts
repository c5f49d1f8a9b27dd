/** A node of a syntax tree (ESTree), as the build parses modules. */
export interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** Visits a node and all below it. */
export function walk(node: Node, visit: (node: Node) => void): void {
  walkUntil(node, (each) => {
    visit(each);
    return true;
  });
}

/** Visits a node, and what is below it where `visit` answers true. */
export function walkUntil(node: Node, visit: (node: Node) => boolean): void {
  if (!visit(node)) return;
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const each of value) if (isNode(each)) walkUntil(each, visit);
    } else if (isNode(value)) walkUntil(value, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
