import type { Refusal, Result } from "../../../app/commands/command.ts";

/** The command's answer; a demo that is refused anything is a bug. */
export async function did<V>(result: Promise<Result<V, Refusal>>): Promise<V> {
  const answer = await result;
  if (!answer.ok) throw new Error(`the demo was refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}
