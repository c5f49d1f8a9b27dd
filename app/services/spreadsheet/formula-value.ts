/** What a cell holds once it is worked out; null: nothing. */
export type CellResult = number | string | boolean | null;
type Operand = CellResult | readonly CellResult[];

/** What stands in the cells of a sheet, `null` for the formula's own; rows from 1, columns from 0, the last row among them. */
export interface CellsOf {
  at: (sheet: string | null, column: number, row: number) => CellResult;
  column: (sheet: string | null, column: number, rows: { first: number; last: number }) => readonly CellResult[];
}

/**
 * What a formula of the workbook gives, as Excel works it out: the arithmetic, comparisons and functions that
 * the workbook's rows write, and nothing else. Ranges are columns, as long as a row is not missing. Throws on what it does not know.
 */
export function formulaValue(formula: string, cells: CellsOf): CellResult {
  const reader = new Reader(formula, cells);
  const found = reader.expression();
  reader.end();
  return one(found);
}

const token =
  /(\d+(?:\.\d+)?)|"([^"]*)"|(?:'([^']*)'!)?([A-Z]{1,2})\$?(\d+)(?::[A-Z]{1,2}\$(\d+))?|(?:_xlfn\.)?([A-Z]+(?:\.S)?)\(|(<>|<=|>=|[-+*/<>=(),])/y;

interface Token {
  number?: string;
  text?: string;
  sheet?: string;
  column?: string;
  row?: string;
  last?: string;
  name?: string;
  sign?: string;
}

class Reader {
  private next: Token | null = null;
  private readonly formula: string;
  private readonly given: CellsOf;
  private place = 0;
  /** Inside a branch that is not taken: read, and not worked out. */
  private skips = false;

  constructor(formula: string, cells: CellsOf) {
    this.formula = formula;
    this.given = cells;
    this.step();
  }

  end(): void {
    if (this.next !== null) throw new Error(`a formula goes on at ${this.place}: ${this.formula}`);
  }

  expression(): Operand {
    let left = this.sum();
    for (
      let sign = this.taken("<>", "<=", ">=", "<", ">", "=");
      sign;
      sign = this.taken("<>", "<=", ">=", "<", ">", "=")
    ) {
      left = compared(left, this.sum(), comparisons[sign] ?? never);
    }
    return left;
  }

  private sum(): Operand {
    let left = this.product();
    for (let sign = this.taken("+", "-"); sign; sign = this.taken("+", "-")) {
      const minus = sign === "-";
      left = each(left, this.product(), (a, b) => (minus ? figure(a) - figure(b) : figure(a) + figure(b)));
    }
    return left;
  }

  private product(): Operand {
    let left = this.signed();
    for (let sign = this.taken("*", "/"); sign; sign = this.taken("*", "/")) {
      const over = sign === "/";
      left = each(left, this.signed(), (a, b) => (over ? figure(a) / figure(b) : figure(a) * figure(b)));
    }
    return left;
  }

  private signed(): Operand {
    return this.taken("-") ? each(this.signed(), 0, (a) => -figure(a)) : this.primary();
  }

  private primary(): Operand {
    const { next } = this;
    if (this.taken("(")) {
      const inner = this.expression();
      this.need(")");
      return inner;
    }
    this.step();
    if (next?.number !== undefined) return Number(next.number);
    if (next?.text !== undefined) return next.text;
    if (next?.column !== undefined) return this.cells(next);
    const run = next?.name === undefined ? undefined : functions[next.name];
    if (!run) throw new Error(`a formula has something unknown before ${this.place}: ${this.formula}`);
    const given = [this.expression()];
    while (this.taken(",")) given.push(this.argument(next?.name, given));
    this.need(")");
    return this.skips ? null : run(given);
  }

  /** The next argument; of an IF only the branch that is taken is worked out. */
  private argument(name: string | undefined, [test = false, ...branches]: Operand[]): Operand {
    const outer = this.skips;
    if (name === "IF" && !outer) this.skips = (figure(one(test)) === 0) === (branches.length === 0);
    const found = this.expression();
    this.skips = outer;
    return found;
  }

  private cells({ sheet: named, column = "", row, last }: Token): Operand {
    if (this.skips) return null;
    const sheet = named ?? null;
    const index = [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    const first = Number(row);
    if (last === undefined) return this.given.at(sheet, index, first);
    return this.given.column(sheet, index, { first, last: Number(last) });
  }

  private need(sign: string): void {
    if (!this.taken(sign)) throw new Error(`a formula lacks ${sign} at ${this.place}: ${this.formula}`);
  }

  private taken(...signs: string[]): string | null {
    const sign = this.next?.sign;
    if (sign === undefined || !signs.includes(sign)) return null;
    this.step();
    return sign;
  }

  private step(): void {
    token.lastIndex = this.place;
    const found = token.exec(this.formula);
    if (!found && this.place < this.formula.length) throw new Error(`no formula at ${this.place}: ${this.formula}`);
    const [whole = "", number, text, sheet, column, row, last, name, sign] = found ?? [];
    this.place += whole.length;
    this.next = found ? { number, text, sheet, column, row, last, name, sign } : null;
  }
}

type Compare = (order: number) => boolean;

const comparisons: Record<string, Compare> = {
  "<>": (found) => found !== 0,
  "<=": (found) => found <= 0,
  ">=": (found) => found >= 0,
  "<": (found) => found < 0,
  ">": (found) => found > 0,
  "=": (found) => found === 0,
};
const never: Compare = () => false;

/** Long columns are compared with one number most of all. */
function compared(left: Operand, right: Operand, compare: Compare): Operand {
  if (Array.isArray(left) && typeof right === "number")
    return left.map((value) => compare(typeof value === "number" ? value - right : order(value, right)));
  return each(left, right, (a, b) => compare(order(a, b)));
}

const functions: Record<string, (given: Operand[]) => Operand> = {
  IF: ([test = false, then = null, otherwise = null]) => (figure(one(test)) === 0 ? otherwise : then),
  AND: (given) => given.flatMap(many).every((value) => figure(value) !== 0),
  COUNTIF: ([values = null, like = null]) => many(values).filter((value) => order(value, one(like)) === 0).length,
  SUM: (given) => sumOf(given.flatMap(many)),
  SUMPRODUCT: ([values = null]) => sumOf(many(values)),
  COUNT: (given) => given.flatMap(many).filter((value) => typeof value === "number").length,
  AVERAGE: (given) => averageOf(figuresIn(given)),
  "STDEV.S": (given) => {
    const values = figuresIn(given);
    const mean = averageOf(values);
    const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return Math.sqrt(squares / (values.length - 1));
  },
  OR: (given) => given.flatMap(many).some((value) => figure(value) !== 0),
  MIN: (given) => Math.min(...figuresIn(given)),
  TRUNC: ([value = null]) => Math.trunc(figure(one(value))),
  MAX: (given) => Math.max(...figuresIn(given)),
  ROUND: ([value = null, places = 0]) => awayFromZero(figure(one(value)), figure(one(places))),
  INT: ([value = null]) => Math.floor(figure(one(value))),
  ABS: ([value = null]) => Math.abs(figure(one(value))),
  SIGN: ([value = null]) => Math.sign(figure(one(value))),
  ISNUMBER: ([value = null]) => typeof one(value) === "number",
};

/** A half goes away from zero. A number has fifteen digits, as in table programs: what the machine has beyond them is noise. */
function awayFromZero(value: number, places: number): number {
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** places;
  const scaled = Math.abs(value) * scale;
  return (Math.sign(value) * Math.round(places === 0 ? scaled : Number(scaled.toPrecision(15)))) / scale;
}

/** The numbers among them: words and empty cells are passed over. */
function figuresIn(given: Operand[]): number[] {
  return given.flatMap(many).filter((value) => typeof value === "number");
}

function averageOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sumOf(values: readonly CellResult[]): number {
  return values.reduce<number>((sum, value) => (typeof value === "number" ? sum + value : sum), 0);
}

function each(left: Operand, right: Operand, take: (a: CellResult, b: CellResult) => CellResult): Operand {
  if (Array.isArray(left)) {
    const lefts: readonly CellResult[] = left;
    if (!Array.isArray(right)) return lefts.map((value) => take(value, right as CellResult));
    const rights: readonly CellResult[] = right;
    return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, at) =>
      take(lefts[at] ?? null, rights[at] ?? null),
    );
  }
  if (Array.isArray(right)) return right.map((value: CellResult) => take(left as CellResult, value));
  return take(left as CellResult, right as CellResult);
}

function many(operand: Operand): readonly CellResult[] {
  return Array.isArray(operand) ? operand : [operand as CellResult];
}

function one(operand: Operand): CellResult {
  return Array.isArray(operand) ? (operand[0] ?? null) : (operand as CellResult);
}

/** Truths are 1 and 0, nothing is 0; words are no figure. */
function figure(value: CellResult): number {
  return typeof value === "string" ? Number.NaN : Number(value ?? 0);
}

/** Figures come before words, words before truths; an empty cell is 0 beside a figure and "" beside words. */
function order(a: CellResult, b: CellResult): number {
  const left = a ?? blankBeside(b);
  const right = b ?? blankBeside(a);
  const kinds = ["number", "string", "boolean"];
  const kind = kinds.indexOf(typeof left) - kinds.indexOf(typeof right);
  if (kind !== 0) return kind;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function blankBeside(other: CellResult): number | string | boolean {
  if (typeof other === "string") return "";
  return typeof other === "boolean" ? false : 0;
}
