/** A column of 32-bit numbers that grows; rows never written are 0. Four bytes a row, where an array of numbers takes more. */
export class IntColumn {
  #numbers = new Int32Array(1024);
  length = 0;

  push(number: number): void {
    this.set(this.length, number);
  }

  get(row: number): number {
    return row < this.length ? (this.#numbers[row] ?? 0) : 0;
  }

  set(row: number, number: number): void {
    if (row >= this.#numbers.length) {
      const larger = new Int32Array(Math.max(row + 1, this.#numbers.length * 2));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[row] = number;
    if (row >= this.length) this.length = row + 1;
  }

  numbers(): Int32Array {
    return this.#numbers.subarray(0, this.length);
  }
}
