import { isReachable } from "./use-live.ts";

const askAgainMs = 2_000;

/** Whether that is the page's own question for its data: at the address where it stands. */
function isOwnQuestion(request: RequestInfo | URL, method = "GET"): boolean {
  const { pathname } = new URL(request instanceof Request ? request.url : request, location.href);
  return method === "GET" && pathname === (location.pathname === "/" ? "/_root.data" : `${location.pathname}.data`);
}

/** The answer once all of it has come; null where the network, or a server that is just starting, lost it. */
async function wholeAnswer(asked: Promise<Response>): Promise<Response | null> {
  try {
    const answer = await asked;
    if (answer.status >= 502 && answer.status <= 504) return null;
    await answer.clone().arrayBuffer();
    return answer;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Lets a page that asks for its own data again wait out a network that is lost between question and answer: Remix would put
 * the page of errors over what somebody is writing. Who goes on to another page meanwhile ends the waiting; what leads there,
 * and what is sent, fails at once as ever. Once, in the browser.
 */
export function waitOutLostAnswers(): void {
  const { fetch } = window;
  window.fetch = async (request, init) => {
    if (!isOwnQuestion(request, init?.method)) return await fetch(request, init);
    for (;;) {
      const answer = await wholeAnswer(fetch(request, init));
      if (answer) return answer;
      do await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      while (!init?.signal?.aborted && !(await isReachable()));
    }
  };
}
