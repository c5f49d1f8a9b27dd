import { type Node, walk } from "./syntax.ts";

/** Which of our texts the browser may have to say: worked out from the code that says them. */

export interface Tree {
  [key: string]: string | Tree;
}

/** What one module says: texts in full, beginnings of texts that go on with something else, and the chapters of words it opens. */
export interface Use {
  literals: Set<string>;
  heads: Set<string>;
  namespaces: Set<string>;
  /** The chapters in which it also says what it is handed: a key out of the server's answer, the tag of a refusal. */
  handed: Set<string>;
}

/** What a component speaks from that names no chapter. */
const defaultNamespace = "ui";
const plural = /_(?:one|other)$/;

/**
 * The part of the words that these modules can say. A key is said where it stands in quotes in a module that opens its chapter, whole
 * or up to a variable part, or where a part of it that has keys below it stands in quotes (`errors:field`, to which a name
 * is added). A module that opens no chapter may hold keys for others: those of several parts count. Where a module says what
 * it is handed, every key of its chapters counts that begins with one of `behind`: what stands in quotes in the code behind the page.
 */
export function wordsOf(tree: Tree, uses: readonly Use[], behind: ReadonlySet<string>): Tree {
  const namespaces = new Set(uses.flatMap((use) => [...use.namespaces]));
  const said: Tree = {};
  for (const namespace of [...namespaces].sort()) {
    const inner = tree[namespace];
    if (typeof inner !== "object") continue;
    const texts = new Set<string>();
    const heads: string[] = [];
    for (const use of uses) {
      const opens = use.namespaces.has(namespace);
      const counts = (text: string) => opens || (use.namespaces.size === 0 && /[.:]/.test(text));
      for (const text of use.literals) if (counts(text)) texts.add(text);
      for (const head of use.heads) if (counts(head) && head !== `${namespace}:`) heads.push(head);
    }
    if (uses.some((use) => use.handed.has(namespace)))
      for (const set of [behind, ...uses.map(({ literals }) => literals)]) for (const text of set) texts.add(text);
    const names = (path: string) => [path, `${namespace}:${path}`];
    const isSaid = (path: string): boolean => names(path).some((name) => texts.has(name));
    const isBegun = (path: string): boolean => names(path).some((name) => heads.some((head) => name.startsWith(head)));
    const kept = keep(inner, "", isSaid, isBegun);
    if (kept) said[namespace] = kept;
  }
  return said;
}

/** The words of one tree that are not in the other. */
export function without(tree: Tree, other: Tree): Tree {
  const rest: Tree = {};
  for (const [key, value] of Object.entries(tree)) {
    const there = other[key];
    if (typeof value === "string") {
      if (there === undefined) rest[key] = value;
      continue;
    }
    const inner = without(value, typeof there === "object" ? there : {});
    if (Object.keys(inner).length > 0) rest[key] = inner;
  }
  return rest;
}

function keep(
  tree: Tree,
  at: string,
  isSaid: (path: string) => boolean,
  isBegun: (path: string) => boolean,
): Tree | null {
  const kept: Tree = {};
  for (const [key, value] of Object.entries(tree)) {
    const path = `${at}${key}`;
    if (isSaid(path)) kept[key] = value;
    else if (typeof value === "string") {
      if (isSaid(path.replace(plural, "")) || isBegun(path)) kept[key] = value;
    } else {
      const inner = keep(value, `${path}.`, isSaid, isBegun);
      if (inner) kept[key] = inner;
    }
  }
  return Object.keys(kept).length > 0 ? kept : null;
}

/** What a module says, by its syntax tree (ESTree). `tree` names the chapters. */
export function findUse(module: object, tree: Tree): Use {
  const use: Use = { literals: new Set(), heads: new Set(), namespaces: new Set(), handed: new Set() };
  let saysHanded = false;
  const sayers = new Set(["t"]);
  const add = (text: string, to: Set<string>): void => {
    to.add(text);
    const namespace = text.slice(0, Math.max(0, text.indexOf(":")));
    if (Object.hasOwn(tree, namespace)) use.namespaces.add(namespace);
    if (text === `${namespace}:`) use.handed.add(namespace);
  };
  walk(module as Node, (node) => {
    if (node.type === "Literal" && typeof node.value === "string") {
      const text = node.value;
      add(text, use.literals);
      // "errors:" + name
      if (/[.:_]$/.test(text)) add(text, use.heads);
    } else if (node.type === "TemplateLiteral") {
      const [first] = node.quasis as { value: { cooked: string } }[];
      const head = first?.value.cooked ?? "";
      if ((node.expressions as Node[]).length === 0) add(head, use.literals);
      else if (head !== "") add(head, use.heads);
    } else if (node.type === "CallExpression") {
      const callee = node.callee as Node;
      const [what] = node.arguments as Node[];
      if (callee.name === "useTranslation")
        for (const name of what ? stringsIn(what) : [defaultNamespace]) use.namespaces.add(name);
      const says = sayers.has(String(callee.name ?? (callee.property as Node | undefined)?.name));
      if (says && what && !isWritten(what)) saysHanded = true;
    } else if (
      node.type === "Property" &&
      (node.key as Node).name === "t" &&
      (node.value as Node).type === "Identifier"
    )
      sayers.add(String((node.value as Node).name));
  });
  if (saysHanded) for (const namespace of use.namespaces) use.handed.add(namespace);
  return use;
}

/** Whether the key stands there, at least its beginning. */
function isWritten(what: Node): boolean {
  if (what.type === "Literal") return true;
  if (what.type === "TemplateLiteral") {
    const [first] = what.quasis as { value: { cooked: string } }[];
    return (what.expressions as Node[]).length === 0 || (first?.value.cooked ?? "") !== "";
  }
  if (what.type === "ConditionalExpression")
    return isWritten(what.consequent as Node) && isWritten(what.alternate as Node);
  return false;
}

function stringsIn(node: Node | undefined): string[] {
  const found: string[] = [];
  if (node)
    walk(node, (each) => {
      if (each.type === "Literal" && typeof each.value === "string") found.push(each.value);
    });
  return found;
}
