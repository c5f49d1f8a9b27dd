/**
 * A sheet's XML in which nothing that a cell says gets lost on the way through the parser, which drops errors and forgets
 * how numbers are shown: a formula that failed has its error as words, one that was never worked out "#CALC!", a number shown
 * as a share its percents ("51%" and not 0.51).
 */
export function plainCells(sheet: string, percentStyles: ReadonlySet<number>): string {
  return sheet
    .replace(/(<(?:\w+:)?c\s(?:[^<>]*\s)?t\s*=\s*)(["'])e\2/g, '$1"str"')
    .replace(/(<\/((?:\w+:)?)f>|<((?:\w+:)?)f(?:\s[^<>]*)?\/>)(\s*<\/(?:\w+:)?c>)/g, (_, formula, own, other, end) => {
      const prefix = own ?? other ?? "";
      return `${formula}<${prefix}v>#CALC!</${prefix}v>${end}`;
    })
    .replace(valueCells, (cell, prefix: string, attributes: string, formula: string, value: string) => {
      const type = /(?:^|\s)t\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? "n";
      const style = Number(/(?:^|\s)s\s*=\s*["'](\d+)["']/.exec(attributes)?.[1] ?? 0);
      if (type !== "n" || !percentStyles.has(style) || value.trim() === "" || !Number.isFinite(Number(value)))
        return cell;
      const rest = attributes.replace(/(?:^|\s)t\s*=\s*["'][^"']*["']/, "");
      const percents = Number((Number(value) * 100).toPrecision(12));
      return `<${prefix}c${rest} t="str">${formula}<${prefix}v>${percents}%</${prefix}v>`;
    });
}

const valueCells =
  /<((?:\w+:)?)c(\s[^<>]*)>((?:\s*<\1f(?:\s[^<>]*)?(?:\/>|>[^<]*<\/\1f>))?\s*)<\1v(?:\s[^<>]*)?>([^<]*)<\/\1v>/g;

/** The numbers of the cell formats that show percents, as the workbook's styles have them (ECMA-376, part 1, 18.8.30). */
export function percentStylesOf(styles: string): Set<number> {
  const percents = new Set(["9", "10"]);
  for (const [, attributes = ""] of styles.matchAll(/<(?:\w+:)?numFmt\s([^<>]*)>/g)) {
    const [id, code = ""] = ["numFmtId", "formatCode"].map((name) => attributeOf(attributes, name));
    if (id && code.replace(/&quot;.*?&quot;|\\./g, "").includes("%")) percents.add(id);
  }
  const formats = styles.slice(styles.search(/<(?:\w+:)?cellXfs[\s>]/)).split(/<\/(?:\w+:)?cellXfs>/, 1)[0] ?? "";
  const all = [...formats.matchAll(/<(?:\w+:)?xf(?=[\s/>])([^<>]*)>/g)];
  return new Set(all.flatMap(([, own = ""], at) => (percents.has(attributeOf(own, "numFmtId") ?? "") ? [at] : [])));
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1];
}
