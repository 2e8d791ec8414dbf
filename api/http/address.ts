// What the route table says of the address a request is for, noted on its response before anything can refuse it.
import type { Request, Response } from 'express';

/** What the audit log is told of a request that was answered, and on whose chain; refusals go to the same chain. */
export interface Audited {
  /** `nothing`: lists that show no record, and the log's own proofs. */
  as: 'recordRead' | 'administered' | 'nothing';
  /** The milestone or engagement that the path names, or the service. */
  on: 'milestone' | 'engagement' | 'service';
}

export interface Address {
  /** Upper case; HEAD goes with GET. */
  methods: readonly string[];
  audited: Audited;
  params: Readonly<Record<string, string>>;
}

export function noteAddress(response: Response, address: Address): void {
  response.locals.address = address;
}

/** Undefined for pages, and where there is nothing. */
export const addressOf = (request: Request): Address | undefined => request.res?.locals.address as Address | undefined;
