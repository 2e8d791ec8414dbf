// The desk as it changes: server-sent events (HTML Standard, 9.2) with its lists anew, whenever something of the viewer's engagements may have.
import type { Request, Response } from 'express';
import { accessOfSession, type Access } from '../../api/http/holders.ts';
import { readWorkMarks } from '../../db/engagements.ts';
import { asJob } from '../../db/inScope.ts';
import { hear, type Hearing } from '../../db/listen.ts';
import type { Pool } from '../../db/database.ts';
import { findOpenSession, type Session } from '../../db/sessions.ts';
import type { SessionLimits } from '../../domain/access/sessions.ts';

/** What one person has open at once; a browser asks no further where it is told that there is nothing. */
const atOnce = 8;
/** Changes come in twos and threads of them. */
const gatherMilliseconds = 250;
/** So often it is looked whether the session is open still; and whoever sits between keeps a connection that is not silent. */
const beatMilliseconds = 20_000;
const askAgainMilliseconds = 5_000;

interface Viewer {
  holderId: string;
  /** By the mark of an engagement. */
  changed(mark: string): void;
  end(): void;
}

/** One connection to PostgreSQL for all who look, while somebody does. */
class Viewers {
  readonly #pool: Pool;
  readonly #viewers = new Set<Viewer>();
  #hearing: Promise<Hearing> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  has(holderId: string): number {
    return [...this.#viewers].filter((each) => each.holderId === holderId).length;
  }

  async add(viewer: Viewer): Promise<void> {
    this.#viewers.add(viewer);
    this.#hearing ??= hear(this.#pool, 'work_changed', {
      said: (mark) => this.#viewers.forEach((each) => each.changed(mark)),
      // Browsers come again by themselves, and then it is listened anew.
      lost: () => {
        this.#hearing = undefined;
        this.#viewers.forEach((each) => each.end());
      },
    });
    await this.#hearing.catch((error: unknown) => {
      this.#hearing = undefined;
      throw error;
    });
  }

  remove(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0) return;
    void this.#hearing?.then((each) => each.close()).catch(() => undefined);
    this.#hearing = undefined;
  }
}

const viewersOf = new WeakMap<object, Viewers>();

function viewersIn(pool: Pool): Viewers {
  const found = viewersOf.get(pool) ?? new Viewers(pool);
  viewersOf.set(pool, found);
  return found;
}

export interface Live {
  pool: Pool;
  limits: SessionLimits;
  /** Aborted when this process stops. */
  stopping?: AbortSignal | undefined;
  request: Request;
  response: Response;
  session: Session;
  /** What there is to see for who is signed in by then. */
  show(access: Access): Promise<string>;
}

/** Ends with the session: to look does not keep one open, nor do rights last that ended. */
export async function sendLive({ pool, limits, stopping, response, session, show }: Live): Promise<void> {
  const viewers = viewersIn(pool);
  if (viewers.has(session.holderId) >= atOnce) return void response.status(204).end();
  const signIn = asJob(pool, 'signIn');
  let seen = '';
  let theirs = new Set<string>();
  let gathering: NodeJS.Timeout | undefined;
  const send = async (): Promise<void> => {
    const open = await findOpenSession(signIn, session.sessionId, limits);
    if (!open) return leave();
    const access = await accessOfSession(signIn, open);
    theirs = new Set(await readWorkMarks(signIn, access.holder.memberships?.map((each) => each.engagementId) ?? []));
    const shown = await show(access);
    if (shown === seen || response.writableEnded) return;
    seen = shown;
    response.write(`event: work\ndata: ${JSON.stringify(shown)}\n\n`);
  };
  const sendOrLeave = (): void => void send().catch(leave);
  const beat = setInterval(() => {
    response.write(': \n\n');
    sendOrLeave();
  }, beatMilliseconds);
  const viewer: Viewer = {
    holderId: session.holderId,
    // An engagement that names them since they last saw anything comes with the next beat.
    changed: (mark) => {
      if (!theirs.has(mark)) return;
      gathering ??= setTimeout(() => {
        gathering = undefined;
        sendOrLeave();
      }, gatherMilliseconds);
    },
    end: () => leave(),
  };
  function leave(): void {
    clearInterval(beat);
    clearTimeout(gathering);
    stopping?.removeEventListener('abort', leave);
    viewers.remove(viewer);
    response.end();
  }
  response.on('close', leave);
  stopping?.addEventListener('abort', leave);
  response.status(200).set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  response.write(`retry: ${askAgainMilliseconds}\n\n`);
  await viewers.add(viewer);
  await send();
}
