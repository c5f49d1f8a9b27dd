import type { Page, PageBeside } from "~db/keyset.ts";

/**
 * The page of a list that an address asks for by `after` or `before` and a row's id; one that there is not, or that has no
 * rows any more, gives way to the first. `idForm`: what an id looks like, by itself a number.
 */
export async function askedPage<Row>(
  request: Request,
  find: (at: PageBeside) => Promise<Page<Row>>,
  idForm = /^\d{1,18}$/,
): Promise<Page<Row>> {
  const query = new URL(request.url).searchParams;
  const [after, before] = ["after", "before"].map((name) => idForm.exec(query.get(name) ?? "")?.[0]);
  const page = await find({ after, before });
  return page.rows.length === 0 && (after ?? before) !== undefined ? await find({}) : page;
}
