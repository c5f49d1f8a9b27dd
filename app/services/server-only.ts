/**
 * A loader's value for the server's own rendering. Remix walks whatever a loader answers and writes it out for the
 * browser, on every request, even where the page carries no script; of this it finds nothing to write. A page that
 * renders such a value is always loaded as a document.
 */
export class ServerOnly<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }
}
