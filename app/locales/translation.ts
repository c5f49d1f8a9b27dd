/**
 * The shape that a translation of T must have: the same keys, each a string. Where Chinese has only the plural
 * form `…_other`, another language has `…_one` as well.
 */
export type Translation<T> = {
  [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
} & {
  [K in keyof T as K extends `${infer Base}_other` ? `${Base}_one` : never]: string;
};
