// The running service as a client of its HTTP API sees it.
import { readFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';

export interface Milestone {
  milestoneId: string;
  phase: string;
  package?: { digest: string };
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
    try {
      const { apiUrl, inbox } = JSON.parse(await readFile(join(stateFolder, 'running.json'), 'utf8')) as {
        apiUrl: string;
        inbox?: string;
      };
      const key = process.env.API_KEY ?? (await readFile(join(stateFolder, 'api-key'), 'utf8'));
      if (!inbox)
        throw new Error(
          'the service mails to a server of yours; the demo needs its own inbox, so start without SMTP_URL',
        );
      await fetch(`${apiUrl}/health`);
      return new Service(apiUrl, inbox, key.trim());
    } catch (error) {
      throw new Error(
        `No running service found in ${stateFolder} (${(error as Error).message}). Run "npm start" in another terminal first.`,
        { cause: error },
      );
    }
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

  async waitForPhase(milestoneId: string, phase: string): Promise<void> {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
      const milestone = await this.get<Milestone & { certificateNumber?: string }>(`/milestones/${milestoneId}`);
      if (milestone.phase === phase && (phase !== 'accepted' || milestone.certificateNumber)) return;
      await new Promise((wait) => setTimeout(wait, 200));
    }
    throw new Error(`Milestone ${milestoneId} did not reach ${phase} within a minute.`);
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
