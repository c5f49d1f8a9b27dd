/** Whatever is not ours: the root's error page says so. */
export function loader(): never {
  throw new Response(null, { status: 404 });
}

export default function NotFound(): null {
  return null;
}
