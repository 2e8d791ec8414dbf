// The API as a system that does not give up: the same request again, under the same key, until an answer comes.
import { setTimeout as sleep } from 'node:timers/promises';

class Refused extends Error {}

/** Sent again it would be answered the same; 409 and 429 say that it is too early. */
const isRefusal = ({ status }: Response): boolean => status >= 400 && status < 500 && status !== 409 && status !== 429;

export class Api {
  readonly #urls: readonly string[];
  readonly #key: string;
  #asked = 0;
  /** Requests that had to be sent again. */
  repeated = 0;

  /** Asked in turn. */
  constructor(urls: readonly string[], key: string) {
    this.#urls = urls;
    this.#key = key;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.#until(path, {}, ({ status }) => status === 200);
    return (await answer.json()) as T;
  }

  async download(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.#until(path, {}, ({ status }) => status === 200)).arrayBuffer());
  }

  /** Undefined while there is none. */
  async find<T>(path: string): Promise<T | undefined> {
    const answer = await this.#until(path, {}, ({ status }) => status === 200 || status === 404 || status === 409);
    return answer.status === 200 ? ((await answer.json()) as T) : undefined;
  }

  /** Comes back once it was acknowledged. Throws what a refusal says, or where nobody needs it any more. */
  async post<T>(path: string, body: object | string, once: string, needless?: AbortSignal): Promise<T> {
    const isText = typeof body === 'string';
    const init = {
      method: 'POST',
      body: isText ? body : JSON.stringify(body),
      headers: { 'content-type': isText ? 'text/plain' : 'application/json', 'idempotency-key': once },
    };
    const answer = await this.#until(
      path,
      init,
      ({ status }) => status < 500 && status !== 429 && status !== 409,
      needless,
    );
    const said = (await answer.json()) as T & { detail?: string };
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${said.detail ?? ''}`);
    return said;
  }

  async #until(
    path: string,
    init: RequestInit,
    isAnswer: (response: Response) => boolean,
    needless?: AbortSignal,
  ): Promise<Response> {
    for (;;) {
      needless?.throwIfAborted();
      const url = this.#urls[this.#asked % this.#urls.length] ?? '';
      this.#asked += 1;
      try {
        const headers = { ...init.headers, authorization: `Bearer ${this.#key}` };
        const response = await fetch(url + path, { ...init, headers, signal: AbortSignal.timeout(20_000) });
        if (isAnswer(response)) return response;
        if (isRefusal(response)) throw new Refused(`${path}: ${response.status} ${await response.text()}`);
        await response.arrayBuffer();
      } catch (error) {
        // No connection, or none that lasted.
        if (!(error instanceof Error) || error instanceof Refused) throw error;
      }
      this.repeated += 1;
      await sleep(300);
    }
  }
}
