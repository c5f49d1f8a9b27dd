/** A function of the database, and the triggers that call it. This is the one place where its body stands. */
export interface Guard {
  name: string;
  /** What stands between name and body, where it is not a trigger function in plpgsql like all the others. */
  head?: string;
  body: string;
  /** "NAME WHEN on TABLE …": all of a trigger but the function that it calls. */
  triggers: string[];
}
