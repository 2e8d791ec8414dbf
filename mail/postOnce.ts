// Posts something to an address on the web, once, and says what was answered. Follows no redirect: where an address leads was named, where it points on was not.

export type Answer = { status: number; retryAfterSeconds?: number } | { error: string };

const answerWithinMilliseconds = 15_000;

export async function postOnce(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal?: AbortSignal,
): Promise<Answer> {
  const limit = AbortSignal.timeout(answerWithinMilliseconds);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'user-agent': 'milestone-sign-off', ...headers },
      body,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    await response.body?.cancel();
    const seconds = Number(response.headers.get('retry-after') ?? NaN);
    return { status: response.status, ...(seconds > 0 ? { retryAfterSeconds: seconds } : {}) };
  } catch (error) {
    return { error: reasonOf(error as Error) };
  }
}

export const isTaken = (answer: Answer): boolean => 'status' in answer && answer.status >= 200 && answer.status < 300;

export const saidBy = (answer: Answer): string => ('error' in answer ? answer.error : `answered ${answer.status}`);

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `timeout after ${answerWithinMilliseconds / 1000} s`;
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return (cause?.code ?? cause?.message ?? error.message).slice(0, 300);
}
