/** Elements as XML: a list makes its element again and again, an object makes nested ones. */
export function xmlOf(name: string, content: Content): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content, ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"')}`;
}

export function errorXml(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("Error", { Code: code, Message: code, RequestId: "1" })}`;
}

/** The texts of every element of that name, wherever it stands. */
export function textsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) => plain(text));
}

export type Content = string | number | boolean | { [name: string]: Content | Content[] | undefined };

function element(name: string, content: Content, attributes = ""): string {
  const inner =
    typeof content === "object"
      ? Object.entries(content)
          .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((each) => [key, each] as const))
          .map(([key, value]) => (value === undefined ? "" : element(key, value)))
          .join("")
      : escaped(String(content));
  return `<${name}${attributes}>${inner}</${name}>`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (each) => entities[each] ?? each);
}

function plain(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
