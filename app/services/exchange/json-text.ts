import { findNodeAtLocation, type Node, type ParseError, parseTree } from "jsonc-parser";
import { isSameDecimal } from "~/primitives/fraction.ts";

export interface TextPosition {
  line: number;
  /** In characters, from 1. */
  column: number;
}

export interface JsonText {
  /** As JSON.parse would answer; but a number that a double would round stands as its text. */
  value: unknown;
  /** Where the value at `path` stands, or the nearest value around it. */
  placeOf: (path: readonly PropertyKey[]) => TextPosition;
  /** Where the name of the property at `path` stands. */
  placeOfName: (path: readonly PropertyKey[]) => TextPosition;
}

export class BadJson extends Error {
  readonly place: TextPosition;
  constructor(place: TextPosition, reason: string) {
    super(reason);
    this.place = place;
  }
}

/** Parses strict JSON (RFC 8259, no property twice) and remembers where everything stands. Throws BadJson. */
export function parseJsonText(text: string): JsonText {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const flaw = strictFlaw(text);
  if (flaw !== undefined || errors.length > 0 || !tree) {
    throw new BadJson(placeAt(text, errors[0]?.offset ?? text.length), `not valid JSON: ${flaw ?? "unexpected text"}`);
  }
  const nodeAt = (path: readonly PropertyKey[]) => {
    for (let length = path.length; length > 0; length--) {
      const segments = path.slice(0, length).map((each) => (typeof each === "number" ? each : String(each)));
      const node = findNodeAtLocation(tree, segments);
      if (node) return node;
    }
    return tree;
  };
  return {
    value: readValue(tree, text),
    placeOf: (path) => placeAt(text, nodeAt(path).offset),
    placeOfName: (path) => {
      const node = nodeAt(path);
      return placeAt(text, (node.parent?.type === "property" ? node.parent : node).offset);
    },
  };
}

/** JSON.parse is the judge of what is JSON; jsonc-parser only knows the places. */
function strictFlaw(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message
      .replace(/ in JSON at position.*$/s, "")
      .replace(/, (\.\.\.)?".*is not valid JSON$/s, "")
      .replace(/^Unexpected end.*$/s, "the text ends too early");
  }
}

function readValue(node: Node, text: string): unknown {
  switch (node.type) {
    case "array":
      return node.children?.map((child) => readValue(child, text));
    case "object":
      return objectOf(node, text);
    case "number": {
      const source = text.slice(node.offset, node.offset + node.length);
      return Number.isFinite(node.value) && isSameDecimal(source, String(node.value)) ? node.value : source;
    }
    default:
      return node.value;
  }
}

function objectOf(node: Node, text: string): Record<string, unknown> {
  const properties = new Map<string, unknown>();
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (!name || !value) continue;
    if (properties.has(name.value)) {
      throw new BadJson(placeAt(text, name.offset), `the property ${JSON.stringify(name.value)} is there twice`);
    }
    properties.set(name.value, readValue(value, text));
  }
  return Object.fromEntries(properties);
}

function placeAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}
