// How much one address, key, link or mailbox may ask for; counted in PostgreSQL, so that processes count together.
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { connectionsOf, type Pool } from '../../db/database.ts';
import { HttpProblem } from './problems.ts';

/** So many requests within so many seconds. */
export const allowances = {
  /** Of one address without a valid key, links included: a page is a handful of requests. */
  address: { points: 300, duration: 60 },
  key: { points: 36_000, duration: 60 },
  link: { points: 120, duration: 60 },
  /** Codes tried for one request from one address: slow for who guesses, and no hindrance to anybody elsewhere. */
  codeTry: { points: 5, duration: 60 },
  /** Mails with what is asked of a mailbox that may be asked for from one address, and that may go to one mailbox. */
  mailboxAsker: { points: 20, duration: 900 },
  mailbox: { points: 3, duration: 900 },
} as const;
export type Allowance = keyof typeof allowances;

export interface RateLimits {
  /** Counts one request. Throws TOO_MANY_REQUESTS, with the seconds until the next is taken. */
  count(allowance: Allowance, whose: string): Promise<void>;
}

const words: Record<Allowance, string> = {
  address: 'this address',
  key: 'this API key',
  link: 'this link',
  mailboxAsker: 'who asks from this address',
  mailbox: 'whoever asks for this mailbox',
  codeTry: 'codes tried for this request from this address',
};

export function openRateLimits(db: Pool, changed: Partial<Record<Allowance, number>> = {}): RateLimits {
  const limiters = Object.fromEntries(
    (Object.keys(allowances) as Allowance[]).map((name) => {
      const { points, duration } = { ...allowances[name], points: changed[name] ?? allowances[name].points };
      const options = {
        ...{
          storeClient: connectionsOf(db),
          storeType: 'knex',
          tableName: 'rate_limits',
          tableCreated: true,
          keyPrefix: name,
        },
        ...{ points, duration },
        // What is over its limit is refused from memory: a flood costs the database nothing more.
        inMemoryBlockOnConsumed: points + 1,
        clearExpiredByTimeout: false,
      };
      return [name, new RateLimiterPostgres(options)];
    }),
  ) as Record<Allowance, RateLimiterPostgres>;
  return {
    async count(allowance, whose) {
      try {
        await limiters[allowance].consume(whose.slice(0, 200));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        throw tooMany(allowance, Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
      }
    },
  };
}

const tooMany = (allowance: Allowance, seconds: number): HttpProblem =>
  new HttpProblem(
    'TOO_MANY_REQUESTS',
    `Too many requests: ${words[allowance]} may make ${allowances[allowance].points} within ${allowances[allowance].duration} s. Send it again in ${seconds} s.`,
    undefined,
    seconds,
  );
