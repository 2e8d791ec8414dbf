// The running service as a client of its HTTP API sees it.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';

export interface Milestone {
  milestoneId: string;
  phase: string;
  package?: { digest: string; requestNumber: string };
  feedback: { feedbackId: string }[];
  certificateNumber?: string;
}

export class Service {
  readonly apiUrl: string;
  readonly inboxUrl: string;
  readonly #key: string;

  constructor(apiUrl: string, inboxUrl: string, key: string) {
    this.apiUrl = apiUrl;
    this.inboxUrl = inboxUrl;
    this.#key = key;
  }

  /** Finds what `npm start` wrote down about itself. */
  static async running(stateFolder: string): Promise<Service> {
    return (await Service.runningWithKey(stateFolder)).service;
  }

  /** With the key, for what asks the service by itself. */
  static async runningWithKey(stateFolder: string): Promise<{ service: Service; key: string }> {
    const found = await readRunning(stateFolder).catch((error: Error) => {
      throw new Error(
        `No running service found in ${stateFolder} (${error.message}). Run "npm start" in another terminal first.`,
        { cause: error },
      );
    });
    if (!found.inbox)
      throw new Error(
        'The service mails to a server of yours; the demo reads the embedded inbox, so start without SMTP_URL.',
      );
    return { service: new Service(found.apiUrl, found.inbox, found.key), key: found.key };
  }

  async get<T>(path: string): Promise<T> {
    return this.#ask<T>(path, {});
  }

  async post<T = { phase: string }>(path: string, body: object): Promise<T> {
    return this.#ask<T>(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }

  /** Streams a file up; returns the document's ID. */
  async upload(engagementId: string, personId: string, path: string, mediaType: string): Promise<string> {
    const query = new URLSearchParams({ fileName: basename(path), personId });
    const { size } = await stat(path);
    const { documentId } = await this.#ask<{ documentId: string }>(`/engagements/${engagementId}/documents?${query}`, {
      method: 'POST',
      body: Readable.toWeb(createReadStream(path)) as unknown as BodyInit,
      duplex: 'half',
      headers: { 'content-type': mediaType, 'content-length': `${size}` },
    } as RequestInit);
    return documentId;
  }

  /** Answers may come after the request (202), so what follows from one is waited for on the record. */
  async waitUntil(milestoneId: string, what: string, isSo: (milestone: Milestone) => boolean): Promise<Milestone> {
    for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
      const milestone = await this.get<Milestone>(`/milestones/${milestoneId}`);
      if (isSo(milestone)) return milestone;
      await new Promise((wait) => setTimeout(wait, 200));
    }
    throw new Error(`Waited two minutes in vain until milestone ${milestoneId} ${what}; look at the service log.`);
  }

  async download(path: string): Promise<Buffer> {
    const response = await fetch(`${this.apiUrl}${path}`, { headers: { authorization: `Bearer ${this.#key}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.apiUrl}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${this.#key}` },
    });
    const body = (await response.json()) as T & { detail?: string };
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${body.detail ?? ''}`);
    return body;
  }
}

async function readRunning(stateFolder: string): Promise<{ apiUrl: string; inbox?: string; key: string }> {
  const running = JSON.parse(await readFile(join(stateFolder, 'running.json'), 'utf8')) as {
    apiUrl: string;
    inbox?: string;
  };
  await fetch(`${running.apiUrl}/health`);
  const key = process.env.API_KEY ?? (await readFile(join(stateFolder, 'api-key'), 'utf8'));
  return { ...running, key: key.trim() };
}
